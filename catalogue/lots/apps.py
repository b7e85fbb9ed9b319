from django.apps import AppConfig


class LotsConfig(AppConfig):
    name = "catalogue.lots"
    label = "lots"
