"""Addresses below /quan-tri/thue/."""

from django.urls import path

from shop.backoffice.tax import files, payments, views

urlpatterns = [
    path("", views.index, name="tax"),
    path("khau-tru/", views.switch, name="tax_switch"),
    path("nop/", payments.index, name="tax_payments"),
    path("nop/<int:pk>/dao/", payments.take_back, name="tax_payment_back"),
    path("muc/", views.rate, name="tax_rate"),
    path("loai/", views.kind, name="tax_kind"),
    path("cu-tru/", views.resident, name="tax_resident"),
    path("to-khai/<int:year>/<int:month>/to-khai.xlsx", files.monthly, name="tax_month"),
    path("chung-tu/<slug:slug>/<int:year>.xlsx", files.yearly, name="tax_certificate"),
]
