from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "sellers.team"
    label = "team"
