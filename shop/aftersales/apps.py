from django.apps import AppConfig


class AftersalesConfig(AppConfig):
    name = "shop.aftersales"
    label = "aftersales"
