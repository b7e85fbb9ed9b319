from django.apps import AppConfig


class CommissionConfig(AppConfig):
    name = "sellers.commission"
    label = "commission"
