from django.apps import AppConfig


class BulkConfig(AppConfig):
    name = "sellers.listings.bulk"
    label = "bulk"
