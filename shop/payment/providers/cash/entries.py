"""What cash means in the ledger: it passes from the buyer's debt to whoever holds it, part by part."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from shop.ledger.domain.posting import Side, post, reverse, standing_key
from shop.ledger.enums import AccountKind
from shop.ledger.models import Transaction
from shop.order.models import Order, SellerOrder
from shop.payment.holders import Holder, account_of, holder_key


def collected_key(order: Order, parts: Sequence[SellerOrder], holder: Holder) -> str:
    """Return the business key of one receipt: the same parts at the same holder are received once."""
    return standing_key(f"cash-collected:{order.number}:{holder_key(holder)}:{_positions(parts)}")


def post_collected(*, order: Order, parts: Sequence[SellerOrder], holder: Holder, at: datetime.datetime) -> Transaction:
    """buyer_due −total; cash_drawer:<point> or seller_cash:<seller> +total."""
    return post(
        business_key=collected_key(order, parts, holder),
        kind="cash-collected",
        sides=_sides(order, parts, holder, sign=1),
        occurred_at=at,
        order_number=order.number,
    )


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
