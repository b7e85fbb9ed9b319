from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "shop.campaign.surveys"
    label = "surveys"
