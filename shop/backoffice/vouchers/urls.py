"""Addresses below /quan-tri/ma-giam-gia/."""

from django.urls import path

from shop.backoffice.vouchers import partner, partner_fees, sponsors, views

urlpatterns = [
    path("", views.index, name="vouchers"),
    path("moi/", views.new, name="new_voucher"),
    path("<int:pk>/", views.show, name="voucher"),
    path("<int:pk>/viec/", views.act, name="voucher_act"),
    path("nha-tai-tro/", sponsors.index, name="sponsors"),
    path("nha-tai-tro/<int:pk>/", sponsors.show, name="sponsor"),
    path("nha-tai-tro/<int:pk>/bang-ke.xlsx", sponsors.bill, name="sponsor_bill"),
    path("nha-tai-tro/<int:pk>/tien/<int:payment>/dao/", sponsors.take_back, name="sponsor_payment_back"),
    path("doi-tac/", partner.show, name="partner_funding"),
    path("doi-tac/bang-ke.xlsx", partner.sheet, name="partner_funding_sheet"),
    path("doi-tac/<int:pk>/dao/", partner.take_back, name="partner_funding_back"),
    path("doi-tac/hoa-hong/", partner_fees.index, name="partner_fees"),
    path("doi-tac/hoa-hong/muc/", partner_fees.rates, name="partner_rates"),
    path("doi-tac/hoa-hong/<int:pk>/dao/", partner_fees.take_back, name="partner_charge_back"),
]
