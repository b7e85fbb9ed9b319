"""Addresses below /quan-tri/ma-giam-gia/."""

from django.urls import path

from shop.backoffice.vouchers import sponsors, views

urlpatterns = [
    path("", views.index, name="vouchers"),
    path("moi/", views.new, name="new_voucher"),
    path("<int:pk>/", views.show, name="voucher"),
    path("<int:pk>/viec/", views.act, name="voucher_act"),
    path("nha-tai-tro/", sponsors.index, name="sponsors"),
    path("nha-tai-tro/<int:pk>/", sponsors.show, name="sponsor"),
    path("nha-tai-tro/<int:pk>/bang-ke.xlsx", sponsors.bill, name="sponsor_bill"),
]
