"""Addresses below /quan-tri/phi-san/."""

from django.urls import path

from shop.backoffice.commission import fees, views

urlpatterns = [
    path("", views.index, name="commission"),
    path("<int:pk>/ngung/", views.end, name="commission_end"),
    path("chuyen-diem/", fees.index, name="seller_fees"),
    path("chuyen-diem/<int:pk>/ngung/", fees.end, name="seller_fee_end"),
]
