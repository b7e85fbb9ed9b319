"""Addresses below /quan-tri/hoa-don/."""

from django.urls import path

from shop.backoffice.invoices import rates, records

urlpatterns = [
    path("", records.index, name="invoices"),
    path("tai-ve.<slug:kind>", records.download, name="invoices_file"),
    path("thue-suat/", rates.index, name="vat_rates"),
    path("thue-suat/muc/", rates.rate, name="vat_rate"),
    path("thue-suat/nhom/", rates.vat_class, name="vat_class"),
]
