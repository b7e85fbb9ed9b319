from django.apps import AppConfig


class AmendmentsConfig(AppConfig):
    name = "shop.fulfilment.amendments"
    label = "amendments"
