from django.apps import AppConfig


class DisputesConfig(AppConfig):
    name = "shop.aftersales.disputes"
    label = "disputes"
