"""Place an order: one transaction from basket to message.

Locks, in the one order that everybody keeps (see order/domain/transitions.py): basket; run stop and run; stock
records by primary key. The rows of the new order are nobody else's yet.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from psycopg.errors import UniqueViolation

from sellers import stock
from sellers.commission.domain.frozen import commissions
from sellers.models import Partner
from shop.accounts.models import User
from shop.basket.models import Basket, Line
from shop.checkout.domain import checking, delivery
from shop.checkout.domain.announcing import announce
from shop.checkout.domain.details import CheckoutDetails
from shop.checkout.domain.problems import (
    CashLimitExceeded,
    CheckoutProblem,
    CommuneUnknown,
    CutOffPassed,
    EmptyBasket,
    HomeDeliveryUnavailable,
    OutOfStock,
    PriceChanged,
    RunFull,
    SellerNotSelling,
    StopUnknown,
    TotalChanged,
)
from shop.order.domain import codes
from shop.order.domain.bookkeeping import post_placed
from shop.order.domain.split import Item, Part, split
from shop.order.models import Order, PickUpCode
from shop.order.utils import OrderCreator
from shop.payment.providers import provider
from shop.shipping.methods import PerSeller, price
from shop.shipping.models import RunSlot

ATTEMPTS = 3


def place_order(
    *,
    basket: Basket,
    details: CheckoutDetails,
    idempotency_key: uuid.UUID,
    now: datetime.datetime,
    user: User | None = None,
) -> Order:
    """Write the order with everything it holds, or raise a CheckoutProblem and write nothing.

    The same key, or the same basket, sent again returns the first order with no further effect.
    """
    for attempt in range(ATTEMPTS):
        try:
            return _place(basket, details, idempotency_key, now, user)
        except IntegrityError as error:
            # Another request took the same random number, or the same key with another basket, a moment before.
            if not isinstance(error.__cause__, UniqueViolation) or attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _place(
    basket: Basket, details: CheckoutDetails, key: uuid.UUID, now: datetime.datetime, user: User | None
) -> Order:
    locked = Basket.objects.select_for_update(no_key=True).get(pk=basket.pk)
    placed = Order.objects.filter(Q(idempotency_key=key) | Q(basket=locked)).first()
    if placed is not None:
        return placed
    lines = list(locked.lines.filter(quantity__gt=0).select_related("stockrecord", "product").order_by("pk"))
    if not lines:
        raise EmptyBasket
    to = delivery.destination(details=details, now=now)
    # Asked before anything else is locked, so that a crowd at a full run passes quickly.
    delivery.require_room(to=to, slots=_sellers_in(lines), weight_g=_weight_g(lines))
    records = stock.lock(line.stockrecord_id for line in lines)
    items = checking.items(lines=lines, records=records)
    charges = delivery.charges(to=to, sellers=_sellers(items), now=now)
    parts = _parts(items, charges, now)
    _require_payable(details, _total(parts))
    order = _write(locked, details, key, now, user, to, charges, parts)
    _finish(order, to, now)
    Basket.objects.filter(pk=locked.pk).update(status=Basket.SUBMITTED, date_submitted=now)
    return order


def _sellers_in(lines: Sequence[Line]) -> int:
    return len({line.stockrecord.partner_id for line in lines})


def _weight_g(lines: Sequence[Line]) -> int:
    return sum(line.product.weight_g * line.quantity for line in lines)


def _sellers(items: Sequence[Item]) -> list[Partner]:
    return list({item.record.partner_id: item.record.partner for item in items}.values())


def _parts(items: Sequence[Item], charges: delivery.Charges, now: datetime.datetime) -> list[Part]:
    """Return one part per seller with delivery and commission as they stand today."""
    groups = split(items)
    sold = {
        seller_id: [(item.record.product_id, item.amount_vnd) for item in group] for seller_id, group in groups.items()
    }
    kept = commissions(sold=sold, on=timezone.localdate(now))
    return [
        Part(
            seller=group[0].record.partner,
            items=group,
            delivery_vnd=charges.by_seller[seller_id],
            commission_vnd=kept[seller_id].amount_vnd,
            commission_basis_points=kept[seller_id].basis_points,
        )
        for seller_id, group in groups.items()
    ]


def _total(parts: Sequence[Part]) -> int:
    return sum(part.goods_vnd + part.delivery_vnd for part in parts)


def _require_payable(details: CheckoutDetails, total_vnd: int) -> None:
    if total_vnd != details.expected_total_vnd:
        raise TotalChanged(was_vnd=details.expected_total_vnd, now_vnd=total_vnd)
    if not provider(details.payment_method).is_offered(total_vnd):
        raise CashLimitExceeded(settings.CASH_LIMIT_VND)


def _write(
    basket: Basket,
    details: CheckoutDetails,
    key: uuid.UUID,
    now: datetime.datetime,
    user: User | None,
    to: delivery.Destination,
    charges: delivery.Charges,
    parts: Sequence[Part],
) -> Order:
    goods = sum(part.goods_vnd for part in parts)
    delivery_vnd = sum(part.delivery_vnd for part in parts)
    return OrderCreator().place_order(
        basket,
        price(goods + delivery_vnd),
        PerSeller(to.kind, charges.by_seller),
        price(delivery_vnd),
        parts=parts,
        placed_at=now,
        run_stop_id=to.stop.pk if to.stop else None,
        user=user,
        idempotency_key=key,
        buyer_name=details.buyer_name,
        buyer_phone=details.buyer_phone,
        delivery_kind=to.kind,
        commune=to.commune,
        address_line=details.address_line,
        note=details.note,
        payment_method=details.payment_method,
        collector=settings.COLLECTS_MONEY,
        goods_vnd=goods,
        delivery_vnd=delivery_vnd,
        total_vnd=goods + delivery_vnd,
        wants_invoice=details.wants_invoice,
        invoice_tax_code=details.invoice_tax_code,
        cancel_until=charges.cancel_until,
        terms_version=details.terms_version,
    )


def _finish(order: Order, to: delivery.Destination, now: datetime.datetime) -> None:
    """Take the slots, give out the code, start the payment, book it and tell the buyer."""
    seller_orders = list(order.seller_orders.all())
    code: PickUpCode | None = None
    if to.stop is not None:
        RunSlot.objects.bulk_create(
            RunSlot(run_stop=to.stop, seller_order=part, weight_g=part.weight_g, taken_at=now) for part in seller_orders
        )
        code = codes.issue(order=order, run_stop=to.stop, at=now)
    provider(order.payment_method).begin(order=order, at=now)
    post_placed(order=order, seller_orders=seller_orders)
    announce(order=order, stop=to.stop, code=code)


__all__ = [
    "CashLimitExceeded",
    "CheckoutDetails",
    "CheckoutProblem",
    "CommuneUnknown",
    "CutOffPassed",
    "EmptyBasket",
    "HomeDeliveryUnavailable",
    "OutOfStock",
    "PriceChanged",
    "RunFull",
    "SellerNotSelling",
    "StopUnknown",
    "TotalChanged",
    "place_order",
]
