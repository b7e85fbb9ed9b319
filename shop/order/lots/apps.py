from django.apps import AppConfig


class OrderLotsConfig(AppConfig):
    name = "shop.order.lots"
    label = "order_lots"
