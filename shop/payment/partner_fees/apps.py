from django.apps import AppConfig


class PartnerFeesConfig(AppConfig):
    name = "shop.payment.partner_fees"
    label = "partner_fees"
