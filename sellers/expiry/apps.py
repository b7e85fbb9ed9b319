from django.apps import AppConfig


class ExpiryConfig(AppConfig):
    name = "sellers.expiry"
    label = "expiry"
