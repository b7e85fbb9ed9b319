"""Addresses below /quan-tri/chi-tra/."""

from django.urls import path

from shop.backoffice.payouts.views import batches, holds, periods, stripe

urlpatterns = [
    path("", periods.index, name="payouts"),
    path("lap/", periods.settle, name="payouts_settle"),
    path("ky/<int:pk>/", periods.period, name="payout_period"),
    path("ban/<int:pk>/", periods.statement, name="payout"),
    path("ban/<int:pk>/bang-ke.xlsx", periods.statement_file, name="payout_file"),
    path("ban/<int:pk>/da-nop/", periods.paid_in, name="payout_paid_in"),
    path("dot/moi/", batches.make, name="batch_new"),
    path("dot/<int:pk>/", batches.batch, name="batch"),
    path("dot/<int:pk>/quyet-dinh/", batches.decide, name="batch_decide"),
    path("dot/<int:pk>/tep.<str:kind>", batches.bank_file, name="batch_file"),
    path("tra-loi/", batches.answers, name="bank_answers"),
    path("stripe/", stripe.index, name="payouts_stripe"),
    path("stripe/ban/<int:pk>/duong/", stripe.way, name="payout_way"),
    path("stripe/chuyen/<int:pk>/", stripe.unanswered, name="payout_unanswered"),
    path("stripe/thu-lai/<int:pk>/", stripe.reversal, name="payout_reversal"),
    path("giu/", holds.holds, name="payout_holds"),
    path("giu/<int:pk>/tha/", holds.let_go, name="payout_hold_release"),
]
