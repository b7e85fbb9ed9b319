"""What an order means in the ledger, part by part. Every side carries the seller order's number as line key.

placed      buyer_due +total          seller_pending −share, commission −fee, seller_fee −, delivery −charge of a run
            discount +the market's    sponsor_due +the sponsor's share of a discount; the seller's lowers its own share
delivered   seller_pending +share     seller_payable −share
amended     the difference between the placed sides of a part as it was and as it is
taken back  the placed sides of that part, reversed
restored    the placed sides of that part again, because late payment was taken
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from shop.ledger.domain.posting import Posting, Side, post, post_all, reverse, standing_key, standing_keys
from shop.ledger.enums import AccountKind
from shop.ledger.models import Transaction
from shop.order.models import Order, SellerOrder


def post_placed(*, order: Order, seller_orders: Iterable[SellerOrder]) -> Transaction:
    """Write what the buyer owes and what each seller will be owed."""
    return post(
        business_key=f"order-placed:{order.number}",
        kind="order-placed",
        sides=[side for part in seller_orders for side in _placed_sides(order.number, part)],
        occurred_at=order.date_placed,
        order_number=order.number,
    )


def post_taken_back(*, order: Order, seller_order: SellerOrder, at: datetime.datetime) -> Transaction:
    """Reverse one part: nothing is owed for it any more, by anybody. Written once however often it is asked."""
    sides = [
        Side(side.kind, side.key, -side.amount_vnd, side.line_key) for side in _placed_sides(order.number, seller_order)
    ]
    again = "-again" if was_restored(seller_order) else ""
    return post(
        business_key=f"part-taken-back{again}:{seller_order.number}",
        kind="part-taken-back",
        sides=sides,
        occurred_at=at,
        order_number=order.number,
    )


def post_amended(
    *, order: Order, before: SellerOrder, after: SellerOrder, key: str, at: datetime.datetime
) -> Transaction | None:
    """Write what a change of an undelivered part adds to or takes from each account; None when nothing differs."""
    sides = [Side(side.kind, side.key, -side.amount_vnd, side.line_key) for side in _placed_sides(order.number, before)]
    moved: dict[tuple[AccountKind, str, str], int] = {}
    for side in [*sides, *_placed_sides(order.number, after)]:
        account = (side.kind, side.key, side.line_key)
        moved[account] = moved.get(account, 0) + side.amount_vnd
    changed = [Side(kind, owner, amount, line) for (kind, owner, line), amount in moved.items() if amount]
    if not changed:
        return None
    return post(business_key=key, kind="part-amended", sides=changed, occurred_at=at, order_number=order.number)


def post_restored(*, order: Order, seller_order: SellerOrder, at: datetime.datetime) -> Transaction:
    """Book one part anew that was taken back when its time to pay passed. Happens at most once to a part."""
    return post(
        business_key=_restored_key(seller_order),
        kind="part-restored",
        sides=_placed_sides(order.number, seller_order),
        occurred_at=at,
        order_number=order.number,
    )


def was_restored(seller_order: SellerOrder) -> bool:
    """Return whether a late payment brought this part back once."""
    return Transaction.objects.filter(business_key=_restored_key(seller_order)).exists()


def _restored_key(seller_order: SellerOrder) -> str:
    return f"part-restored:{seller_order.number}"


def post_delivered(parts: Iterable[SellerOrder]) -> None:
    """Turn what sellers will be owed into what they are owed, as of each part's `delivered_at`."""
    delivered = {_delivered_key(part): part for part in parts}
    keys = standing_keys(delivered)
    post_all(
        [
            Posting(keys[key], "part-delivered", _delivered_sides(part), part.delivered_at, part.order.number)
            for key, part in delivered.items()
            if part.delivered_at
        ]
    )


def _delivered_sides(part: SellerOrder) -> list[Side]:
    seller, share = str(part.seller_id), part.seller_share_vnd
    return [
        Side(AccountKind.SELLER_PENDING, seller, share, part.number),
        Side(AccountKind.SELLER_PAYABLE, seller, -share, part.number),
    ]


def _delivered_key(part: SellerOrder) -> str:
    return f"part-delivered:{part.number}"


def post_delivery_undone(*, seller_order: SellerOrder, at: datetime.datetime) -> Transaction:
    """Reverse the standing "part-delivered": what the seller is owed is pending again."""
    key = standing_key(_delivered_key(seller_order))
    delivered = Transaction.objects.get(business_key=key)
    return reverse(transaction=delivered, business_key=f"{key}:undone", occurred_at=at)


def _placed_sides(order_number: str, part: SellerOrder) -> list[Side]:
    run_charge = int(part.delivery_vnd) - part.seller_delivery_vnd
    return [
        Side(AccountKind.BUYER_DUE, order_number, part.total_vnd, part.number),
        Side(AccountKind.DISCOUNT, "", int(part.platform_discount_vnd), part.number),
        Side(AccountKind.SPONSOR_DUE, str(part.sponsor_id or ""), int(part.sponsor_discount_vnd), part.number),
        Side(AccountKind.SELLER_PENDING, str(part.seller_id), -part.seller_share_vnd, part.number),
        Side(AccountKind.COMMISSION, "", -int(part.commission_vnd), part.number),
        Side(AccountKind.SELLER_FEE, "run", -int(part.run_fee_vnd), part.number),
        Side(AccountKind.SELLER_FEE, "point", -int(part.point_fee_vnd), part.number),
        Side(AccountKind.DELIVERY, "", -run_charge, part.number),
    ]
