"""Money that came is an order's, goes back, or waits for a person; never more goes back than came; nothing twice."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Sum

from sellers.payouts.enums import TransferState
from sellers.payouts.models import Transfer
from shop.aftersales.disputes.domain.deciding import undecided
from shop.aftersales.returns.models import ReturnSettlement
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balances
from shop.payment.connect.models import ConnectReversal
from shop.payment.domain.disputes import LOST, left_vnd
from shop.payment.enums import LIVE, PaymentState, ReceiptState, RefundState
from shop.payment.models import Dispute, Payment, ProviderEvent, ProviderPayout, Receipt, Refund
from shop.payment.partner_fees.models import PartnerCharge
from shop.payment.providers import PROVIDERS

UNIQUE = {
    "provider_event_once",
    "payment_reference_once",
    "receipt_once",
    "dispute_once",
    "one_live_payment",
}
MAY_WAIT = (*LIVE, PaymentState.EXPIRED)


def counted_twice() -> Iterator[str]:
    """Name each thing that must be unique and is not, and each unique key that is missing."""
    for model, keys in ((ProviderEvent, ("provider", "key")), (Receipt, ("provider", "external_id"))):
        twice = model.objects.values(*keys).order_by().annotate(times=Count("pk")).filter(times__gt=1)
        for row in twice:
            yield f"{model.__name__} {row[keys[0]]} {row[keys[1]]}: {row['times']} times"
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname = ANY(%s)", [sorted(UNIQUE)])
        found = {name for (name,) in cursor.fetchall()}
    for name in sorted(UNIQUE - found):
        yield f"unique key {name} is missing"


def too_much_back() -> Iterator[str]:
    """Name each receipt and attempt of which more goes back than came."""
    receipts = Receipt.objects.annotate(back=Sum("refunds__amount_vnd", default=0)).filter(back__gt=F("amount_vnd"))
    for receipt in receipts:
        yield f"{receipt}: {receipt.back} of {receipt.amount_vnd} goes back"
    payments = _prepaid().annotate(back=Sum("receipts__refunds__amount_vnd", default=0)).exclude(back=F("returned_vnd"))
    for payment in payments:
        yield f"{payment}: {payment.back} goes back, its row says {payment.returned_vnd}"


def orphans() -> Iterator[str]:
    """Name money that is nobody's: not an order's, not queued to go back, not waiting for a person."""
    for payment in _prepaid().annotate(came=Sum("receipts__amount_vnd", default=0)).exclude(came=F("received_vnd")):
        yield f"{payment}: {payment.came} came, its row says {payment.received_vnd}"
    kept = F("received_vnd") - F("collected_vnd") - F("returned_vnd")
    waiting = _prepaid().annotate(waiting=kept).exclude(waiting=0)
    for stuck in waiting.exclude(state__in=MAY_WAIT):
        yield f"{stuck}: {stuck.waiting_vnd} waits for nothing"
    unapplied = dict(waiting.values_list("order__number").order_by().annotate(Sum("waiting")))
    yield from _differ(AccountKind.UNAPPLIED, unapplied)
    unmatched = Receipt.objects.filter(state=ReceiptState.UNMATCHED).values_list("provider").order_by()
    yield from _differ(AccountKind.UNMATCHED, dict(unmatched.annotate(Sum("amount_vnd"))))
    yield from _differ(AccountKind.REFUND_DUE, _refunds_due())
    yield from _differ(AccountKind.CLEARING, _held())
    yield from _differ(AccountKind.DISPUTED, _disputed())
    yield from _differ(AccountKind.PROVIDER_FEE, _fees())


def _prepaid() -> QuerySet[Payment]:
    codes = [way.code for way in PROVIDERS.values() if way.is_prepaid]
    return Payment.objects.filter(provider__in=codes)


def _held() -> dict[str, int]:
    """Return provider -> minus what it holds: came, not to a seller's own account, neither sent back nor passed on.

    What paid sellers by the provider left it too, and what was taken back from them is there again, with what was
    more than their debt and is a receipt of its own.
    """
    not_a_sellers = Q(payment=None) | Q(payment__seller_order=None)
    taken = ConnectReversal.objects.exclude(done_at=None)
    came = Receipt.objects.filter(not_a_sellers).exclude(external_id__in=taken.values("external_id"))
    left = Refund.objects.filter(
        Q(receipt__payment=None) | Q(receipt__payment__seller_order=None), state=RefundState.DONE, dispute=None
    )
    passed = ProviderPayout.objects.filter(reversed_at=None).values_list("provider").order_by()
    held: dict[str, int] = {}
    for provider, amount in came.values_list("provider").order_by().annotate(Sum("amount_vnd")):
        held[provider] = held.get(provider, 0) - int(amount)
    for provider, amount in left.values_list("receipt__provider").order_by().annotate(Sum("amount_vnd")):
        held[provider] = held.get(provider, 0) + int(amount)
    for provider, amount in passed.annotate(total=Sum(F("net_vnd") + F("fee_vnd"))):
        held[provider] = held.get(provider, 0) + int(amount)
    paid = Transfer.objects.filter(state=TransferState.EXECUTED).exclude(route="")
    for provider, amount in paid.values_list("route").order_by().annotate(Sum("amount_vnd")):
        held[provider] = held.get(provider, 0) + int(amount)
    for provider, amount in taken.values_list("transfer__route").order_by().annotate(Sum("amount_vnd")):
        held[provider] = held.get(provider, 0) - int(amount)
    lost = Dispute.objects.filter(state=LOST).values_list("provider").order_by()
    for provider, amount in lost.annotate(Sum("amount_vnd")):
        held[provider] = held.get(provider, 0) + int(amount)
    return held


def _fees() -> dict[str, int]:
    """Return provider, or "partner" -> minus what finance wrote down that it took."""
    standing = ProviderPayout.objects.filter(reversed_at=None).values_list("provider").order_by()
    taken = {provider: -int(fee) for provider, fee in standing.annotate(Sum("fee_vnd"))}
    charges = PartnerCharge.objects.filter(reversed_at=None)
    return taken | {"partner": -int(charges.aggregate(total=Sum("amount_vnd", default=0))["total"])}


def _disputed() -> dict[str, int]:
    """Return order number, or the provider of money nobody could place -> minus what nobody has decided about."""
    waiting: dict[str, int] = {}
    for dispute in undecided():
        payment = dispute.receipt.payment if dispute.receipt else None
        key = payment.order.number if payment else dispute.provider
        waiting[key] = waiting.get(key, 0) - left_vnd(dispute)
    return waiting


def _refunds_due() -> dict[str, int]:
    due: dict[str, int] = {}
    for refund in Refund.objects.exclude(state=RefundState.DONE).select_related("receipt__payment__order"):
        payment = refund.receipt.payment
        key = payment.order.number if payment else f"receipt-{refund.receipt_id}"
        due[key] = due.get(key, 0) + int(refund.amount_vnd)
    cash = ReturnSettlement.objects.filter(is_cash=True, paid_at=None)
    for key, amount in cash.values_list("request__seller_order__order__number", "refund_vnd"):
        due[key] = due.get(key, 0) + int(amount)
    return due


def _differ(kind: AccountKind, expected: dict[str, int]) -> Iterator[str]:
    booked = balances(kind)
    for key in sorted({*booked, *expected}):
        if -booked.get(key, 0) != int(expected.get(key, 0)):
            yield f"{kind.value}:{key}: the ledger says {booked.get(key, 0)}, the rows say {-int(expected.get(key, 0))}"
