from django.apps import AppConfig


class FairsConfig(AppConfig):
    name = "shop.campaign.fairs"
    label = "fairs"
