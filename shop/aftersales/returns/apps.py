from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "shop.aftersales.returns"
    label = "returns"
