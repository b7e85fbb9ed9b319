from django.apps import AppConfig


class ContestsConfig(AppConfig):
    name = "shop.campaign.contests"
    label = "contests"
