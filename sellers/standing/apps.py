from django.apps import AppConfig


class StandingConfig(AppConfig):
    name = "sellers.standing"
    label = "standing"
