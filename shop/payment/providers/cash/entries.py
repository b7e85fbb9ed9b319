"""What cash means in the ledger: it passes from the buyer's debt to whoever holds it, part by part."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from shop.ledger.domain.posting import Posting, Side, post, post_all, reverse, standing_key, standing_keys
from shop.ledger.enums import AccountKind
from shop.ledger.models import Transaction
from shop.order.models import Order, SellerOrder
from shop.payment.holders import Holder, account_of, holder_key
from shop.payment.models import Payment


@dataclass(frozen=True)
class CashReceipt:
    """Cash that `holder` takes for some parts of an order. payment: locked, with its order."""

    payment: Payment
    parts: Sequence[SellerOrder]
    holder: Holder
    at: datetime.datetime


def collected_key(order: Order, parts: Sequence[SellerOrder], holder: Holder) -> str:
    """Return the business key of one receipt: the same parts at the same holder are received once."""
    return standing_key(_collected_key(order, parts, holder))


def _collected_key(order: Order, parts: Sequence[SellerOrder], holder: Holder) -> str:
    return f"cash-collected:{order.number}:{holder_key(holder)}:{_positions(parts)}"


def post_collected(receipts: Sequence[CashReceipt]) -> list[CashReceipt]:
    """buyer_due −total; cash_drawer:<point> or seller_cash:<seller> +total. Return those not posted before."""
    keyed = {_collected_key(one.payment.order, one.parts, one.holder): one for one in receipts}
    standing = standing_keys(keyed)
    posted = set(Transaction.objects.filter(business_key__in=standing.values()).values_list("business_key", flat=True))
    fresh = {standing[key]: one for key, one in keyed.items() if standing[key] not in posted}
    post_all([_posting(key, one) for key, one in fresh.items()])
    return list(fresh.values())


def _posting(key: str, one: CashReceipt) -> Posting:
    order = one.payment.order
    return Posting(key, "cash-collected", _sides(order, one.parts, one.holder, sign=1), one.at, order.number)


def post_uncollected(
    *, order: Order, parts: Sequence[SellerOrder], holder: Holder, at: datetime.datetime
) -> Transaction:
    """Reverse a receipt that was undone at once: the buyer owes it again."""
    key = collected_key(order, parts, holder)
    return reverse(transaction=Transaction.objects.get(business_key=key), business_key=f"{key}:undone", occurred_at=at)


def refunded_key(order: Order, parts: Sequence[SellerOrder], holder: Holder) -> str:
    return f"cash-refunded:{order.number}:{holder_key(holder)}:{_positions(parts)}"


def post_refunded(*, order: Order, parts: Sequence[SellerOrder], holder: Holder, at: datetime.datetime) -> Transaction:
    """The opposite of post_collected."""
    return post(
        business_key=refunded_key(order, parts, holder),
        kind="cash-refunded",
        sides=_sides(order, parts, holder, sign=-1),
        occurred_at=at,
        order_number=order.number,
    )


def _sides(order: Order, parts: Sequence[SellerOrder], holder: Holder, *, sign: int) -> list[Side]:
    sides = []
    for part in parts:
        kind, key = account_of(holder, part)
        sides.append(Side(kind, key, sign * part.total_vnd, part.number))
        sides.append(Side(AccountKind.BUYER_DUE, order.number, -sign * part.total_vnd, part.number))
    return sides


def _positions(parts: Sequence[SellerOrder]) -> str:
    return "+".join(sorted(part.number.rpartition("-")[2] for part in parts))
