"""Delivered, paid parts and requests to return them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from shop.aftersales.returns.domain.asking import Wish, ask, lines_of
from shop.aftersales.returns.models import ReturnReason, ReturnRequest
from shop.fulfilment.models import HandOver
from shop.order.domain.delivered import settle_delivered
from shop.order.domain.taking_back import close_code_with_last_part
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order, SellerOrder
from shop.payment.domain.collecting import collect_cash
from tests.factories.goods import stocked_product
from tests.factories.listings import clean_picture
from tests.factories.orders import placed_order
from tests.factories.payments import pay
from tests.factories.places import RunStopFactory
from tests.factories.road import an_operator, nonce

LONG_AGO = datetime.date(2026, 1, 1)


def a_reason(code: str = "damaged", **fields: Any) -> ReturnReason:
    """Return a reason in force since long ago, which needs no picture."""
    terms = {
        "title": "Hư hỏng",
        "ask_days": 7,
        "refund_days": 30,
        "needs_picture": False,
        "is_on": True,
        "legal_basis": "L",
        "confidence": "own",
        "valid_from": LONG_AGO,
        **fields,
    }
    known = ReturnReason.objects.filter(code=code).first()
    return ReturnReason.objects.update_or_create(pk=known.pk if known else None, defaults={"code": code, **terms})[0]


def delivered_part(*, method: str = "cash", quantity: int = 2, price: int = 10_000, **order: Any) -> SellerOrder:
    """Return a delivered part of one good, paid in cash at its point or in advance by transfer."""
    goods = order.pop("goods", None) or stocked_product(price=price)
    stop = order.pop("stop", None) or RunStopFactory()
    made = placed_order((goods, quantity), stop=stop, payment_method=method, **order)
    if method != "cash":
        pay(made)
    else:
        collect_cash(order=made, amount_vnd=made.total_vnd, at=timezone.now(), holder=stop.point)
    return hand_over(made)


def hand_over(order: Order, *, at: datetime.datetime | None = None) -> SellerOrder:
    """Hand all parts of a paid order over at their stop; return the first."""
    now = at or timezone.now()
    parts = list(SellerOrder.objects.filter(order=order).select_related("run_stop__point").order_by("pk"))
    stop = parts[0].run_stop
    assert stop is not None
    HandOver.objects.create(
        order=order,
        run_stop=stop,
        operator=an_operator(stop.point),
        cash_vnd=order.total_vnd if order.payment_method == "cash" else 0,
        found_by="code",
        nonce=nonce(),
        at=now,
    )
    for part in parts:
        for to in (State.PACKED, State.DELIVERED):
            move(seller_order=part, to=to, actor=None, at=now)
        settle_delivered(seller_order=part, at=now)
        if part.run_stop_id:
            close_code_with_last_part(order=order, seller_order=part, at=now)
    return SellerOrder.objects.get(pk=parts[0].pk)


def wish(part: SellerOrder, *, quantity: int | None = None, reason: ReturnReason | None = None, **more: Any) -> Wish:
    """Return what a buyer asks: all of each good, or `quantity` of each."""
    wanted = {line.pk: line.quantity if quantity is None else quantity for line in lines_of(part)}
    return Wish(**{"reason": reason or a_reason(), "quantities": wanted, "words": "Dập hết", **more})


def asked(part: SellerOrder, *, at: datetime.datetime | None = None, **more: Any) -> ReturnRequest:
    """Return a request about a part, with one picture."""
    made = wish(part, **{"pictures": (clean_picture(),), **more})
    return ask(part=part, wish=made, actor=None, at=at or timezone.now())
