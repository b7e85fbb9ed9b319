from django.apps import AppConfig


class CollectingConfig(AppConfig):
    name = "shop.fulfilment.collecting"
    label = "collecting"
