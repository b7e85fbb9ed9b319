"""Money that came in and goes back; part of the namespace backoffice."""

from django.urls import path

from shop.backoffice.money.views import disputes, provider_payouts, receipts, refunds, statements

urlpatterns = [
    path("tien-vao/", receipts.receipts, name="receipts"),
    path("tien-vao/<int:pk>/", receipts.receipt, name="receipt"),
    path("tien-vao/khieu-nai/<int:pk>/", disputes.dispute, name="dispute"),
    path("tien-vao/su-kien/<int:pk>/da-xem/", receipts.event_seen, name="event_seen"),
    path("tien-vao/hoan-tien/", refunds.refunds, name="refunds"),
    path("tien-vao/hoan-tien/<int:pk>/xong/", refunds.refund_done, name="refund_done"),
    path("tien-vao/hoan-tien/<int:pk>/ngan-hang-da-tra/", refunds.refund_by_bank, name="refund_by_bank"),
    path("tien-vao/nha-cung-cap/", provider_payouts.index, name="provider_payouts"),
    path("tien-vao/nha-cung-cap/<int:pk>/dao/", provider_payouts.take_back, name="provider_payout_back"),
    path("tien-vao/sao-ke/", statements.statements, name="statements"),
    path("tien-vao/sao-ke/<int:pk>/", statements.statement, name="statement"),
]
