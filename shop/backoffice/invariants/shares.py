"""Per seller's part: seller's share (tax withheld in it) + commission + fees + charge of the run = what the buyer pays
+ what the platform and a sponsor bear of the discount.

Nothing stands once the part ended. What a buyer returned is taken off each of them, what a seller bears of a lost
dispute off its share.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Sum

from sellers.tax.models import WithheldTax
from shop.aftersales.disputes.models import DisputeShare
from shop.aftersales.returns.models import ReturnSettlement
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder

ENDED = frozenset({SellerOrderState.CANCELLED, SellerOrderState.RETURNED})
SHARED = (
    AccountKind.SELLER_PENDING,
    AccountKind.SELLER_PAYABLE,
    AccountKind.COMMISSION,
    AccountKind.SELLER_FEE,
    AccountKind.DELIVERY,
    AccountKind.TAX_WITHHELD,
    AccountKind.DISCOUNT,
    AccountKind.SPONSOR_DUE,
)


def broken() -> Iterator[str]:
    """Name each part whose entries are not its amounts, or whose money stands on the wrong side of delivery."""
    booked, taxes, returned, borne = _booked(), _taxes(), _returned(), _borne()
    for part in SellerOrder.objects.all().iterator():
        expected = _expected(part, taxes.get(part.number, 0))
        for kind, amount in returned.get(part.number, {}).items():
            expected[kind] += amount
        expected[AccountKind.SELLER_PAYABLE] += borne.get(part.number, 0)
        found = {kind: booked.get((part.number, kind), 0) for kind in SHARED}
        if found != expected:
            yield f"{part.number}: ledger {_told(found)}, expected {_told(expected)}"
        kept = part.commission_vnd + part.fees_vnd + part.delivery_vnd - part.seller_delivery_vnd
        if part.seller_share_vnd + kept != part.total_vnd + part.borne_vnd:
            yield f"{part.number}: shares do not add up to {part.total_vnd}"


def _expected(part: SellerOrder, tax_vnd: int) -> dict[AccountKind, int]:
    if part.state in ENDED:
        return dict.fromkeys(SHARED, 0)
    settled = part.delivered_at is not None
    return {
        AccountKind.SELLER_PENDING: 0 if settled else -part.seller_share_vnd,
        AccountKind.SELLER_PAYABLE: tax_vnd - part.seller_share_vnd if settled else 0,
        AccountKind.COMMISSION: -int(part.commission_vnd),
        AccountKind.SELLER_FEE: -part.fees_vnd,
        AccountKind.TAX_WITHHELD: -tax_vnd,
        AccountKind.DELIVERY: part.seller_delivery_vnd - int(part.delivery_vnd),
        AccountKind.DISCOUNT: int(part.platform_discount_vnd),
        AccountKind.SPONSOR_DUE: int(part.sponsor_discount_vnd),
    }


def _taxes() -> dict[str, int]:
    """Return part number -> tax that stands withheld from it."""
    rows = WithheldTax.objects.values_list("part_number").order_by().annotate(total=Sum("amount_vnd"))
    return {number: int(total) for number, total in rows}


def _returned() -> dict[str, dict[AccountKind, int]]:
    """Return part number -> what granted requests took back from each account."""
    found: dict[str, dict[AccountKind, int]] = {}
    for row in ReturnSettlement.objects.select_related("request__seller_order"):
        sums = found.setdefault(row.request.seller_order.number, {})
        for kind, amount in (
            (AccountKind.SELLER_PAYABLE, row.seller_vnd),
            (AccountKind.COMMISSION, int(row.commission_vnd)),
            (AccountKind.SELLER_FEE, int(row.run_fee_vnd + row.point_fee_vnd)),
            (AccountKind.DELIVERY, int(row.run_delivery_vnd)),
            (AccountKind.DISCOUNT, -int(row.platform_vnd)),
            (AccountKind.SPONSOR_DUE, -int(row.sponsor_vnd)),
        ):
            sums[kind] = sums.get(kind, 0) + amount
    return found


def _borne() -> dict[str, int]:
    """Return part number -> what its seller bears of lost disputes."""
    rows = DisputeShare.objects.values_list("seller_order__number").order_by()
    return {number: int(total) for number, total in rows.annotate(total=Sum("amount_vnd"))}


def _booked() -> dict[tuple[str, AccountKind], int]:
    """Return (part number, kind of account) -> balance. Settlements only move it on and stay out."""
    rows = Entry.objects.exclude(line_key="").filter(account__kind__in=SHARED)
    rows = rows.exclude(transaction__kind="part-settled")
    totals = rows.values_list("line_key", "account__kind").annotate(total=Sum("amount_vnd")).order_by()
    return {(key, AccountKind(kind)): int(total) for key, kind, total in totals}


def _told(balances: dict[AccountKind, int]) -> str:
    return ", ".join(f"{kind.value} {amount}" for kind, amount in balances.items())
