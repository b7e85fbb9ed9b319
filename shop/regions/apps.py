from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "shop.regions"
    label = "regions"
