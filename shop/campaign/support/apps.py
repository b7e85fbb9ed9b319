from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "shop.campaign.support"
    label = "support"
