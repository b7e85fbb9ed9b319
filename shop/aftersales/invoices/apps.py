from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "shop.aftersales.invoices"
    label = "invoices"
