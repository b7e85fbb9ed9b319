"""Commission, settlement, payouts and tax."""

from typing import Any

from sellers.payouts.models import Payout
from tests.security.row import MONEY, Row, of_seller
from tests.security.world import Tenant


def payout(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Payout.objects.get(seller=tenant.seller).pk}


def period(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Payout.objects.get(seller=tenant.seller).period_id}


def nothing(tenant: Tenant) -> dict[str, Any]:
    return {"pk": 1}


def file_of_nothing(tenant: Tenant) -> dict[str, Any]:
    return {"pk": 1, "kind": "csv"}


ROWS = [
    Row("backoffice:commission", MONEY),
    Row("backoffice:commission_end", MONEY, 404, args=nothing, method="post"),
    Row("backoffice:payouts", MONEY),
    Row("backoffice:payouts_settle", MONEY, 302, method="post"),
    Row("backoffice:payout_period", MONEY, args=period),
    Row("backoffice:payout", MONEY, args=payout),
    Row("backoffice:payout_file", MONEY, args=payout),
    Row("backoffice:payout_paid_in", MONEY, 302, args=payout, method="post"),
    Row("backoffice:batch_new", MONEY, 302, method="post"),
    Row("backoffice:batch", MONEY, 404, args=nothing),
    Row("backoffice:batch_decide", MONEY, 404, args=nothing, method="post"),
    Row("backoffice:batch_file", MONEY, 404, args=file_of_nothing),
    Row("backoffice:bank_answers", MONEY),
    Row("backoffice:payouts_stripe", MONEY, 404),  # nobody is paid by Stripe here
    Row("backoffice:payout_way", MONEY, 404, args=payout, method="post"),
    Row("backoffice:payout_unanswered", MONEY, 404, args=nothing, method="post"),
    Row("backoffice:payout_reversal", MONEY, 404, args=nothing, method="post"),
    Row("backoffice:payout_holds", MONEY),
    Row("backoffice:payout_hold_release", MONEY, 404, args=nothing, method="post"),
    Row("backoffice:tax", MONEY),
    Row("backoffice:tax_switch", MONEY, 422, method="post"),
    Row("backoffice:tax_rate", MONEY, 422, method="post"),
    Row("backoffice:tax_kind", MONEY, 422, method="post"),
    Row("backoffice:tax_resident", MONEY, 422, method="post"),
    Row("backoffice:tax_month", MONEY, args=lambda tenant: {"year": 2026, "month": 1}),
    Row("backoffice:tax_certificate", MONEY, 404, args=lambda tenant: {"slug": tenant.seller.slug, "year": 2026}),
    of_seller("seller_centre:payout", ("owner",), args=payout, other=404),
    of_seller("seller_centre:payout_file", ("owner",), args=payout, other=404),
    of_seller("seller_centre:tax_certificate", ("owner",), answer=404, args=lambda tenant: {"year": 2026}),
]

ROWS += [
    Row("backoffice:vat_rates", MONEY),
    Row("backoffice:vat_rate", MONEY, 422, method="post"),
    Row("backoffice:vat_class", MONEY, 422, method="post"),
    of_seller("seller_centre:invoice_form", ("owner",), answer=302, method="post"),
    Row("backoffice:seller_fees", MONEY),
    Row("backoffice:seller_fee_end", MONEY, 404, args=nothing, method="post"),
    Row("backoffice:tax_payments", MONEY),
    Row("backoffice:tax_payment_back", MONEY, 404, args=nothing, method="post"),
    Row("backoffice:provider_payouts", MONEY),
    Row("backoffice:provider_payout_back", MONEY, 404, args=nothing, method="post"),
]
