from django.apps import AppConfig


class SellerCentreConfig(AppConfig):
    name = "shop.seller_centre"
    label = "seller_centre"
