from django.apps import AppConfig


class AssistedConfig(AppConfig):
    name = "shop.assisted"
    label = "assisted"
