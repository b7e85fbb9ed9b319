from django.apps import AppConfig


class ShopfrontConfig(AppConfig):
    name = "sellers.shopfront"
    label = "shopfront"
