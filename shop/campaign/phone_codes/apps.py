from django.apps import AppConfig


class PhoneCodesConfig(AppConfig):
    name = "shop.campaign.phone_codes"
    label = "phone_codes"
