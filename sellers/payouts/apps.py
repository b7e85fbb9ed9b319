from django.apps import AppConfig


class PayoutsConfig(AppConfig):
    name = "sellers.payouts"
    label = "payouts"
