from django.apps import AppConfig


class MissingConfig(AppConfig):
    name = "shop.fulfilment.missing"
    label = "missing"
