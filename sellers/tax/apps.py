from django.apps import AppConfig


class TaxConfig(AppConfig):
    name = "sellers.tax"
    label = "seller_tax"
