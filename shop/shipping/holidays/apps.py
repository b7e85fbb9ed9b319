from django.apps import AppConfig


class HolidaysConfig(AppConfig):
    name = "shop.shipping.holidays"
    label = "holidays"
