from django.apps import AppConfig


class MovementsConfig(AppConfig):
    name = "sellers.movements"
    label = "movements"
