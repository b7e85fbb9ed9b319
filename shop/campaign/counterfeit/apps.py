from django.apps import AppConfig


class CounterfeitConfig(AppConfig):
    name = "shop.campaign.counterfeit"
    label = "counterfeit"
