from django.apps import AppConfig


class CashConfig(AppConfig):
    name = "shop.fulfilment.cash"
    label = "cash"
