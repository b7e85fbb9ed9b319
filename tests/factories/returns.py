"""Delivered, paid parts and requests to return them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from shop.aftersales.returns.domain.asking import Wish, ask, lines_of
from shop.aftersales.returns.models import ReturnReason, ReturnRequest
from shop.order.models import SellerOrder
from tests.factories.delivered import hand_over
from tests.factories.goods import stocked_product
from tests.factories.listings import clean_picture
from tests.factories.orders import placed_order
from tests.factories.payments import pay
from tests.factories.places import RunStopFactory

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
    return hand_over(made)


def wish(part: SellerOrder, *, quantity: int | None = None, reason: ReturnReason | None = None, **more: Any) -> Wish:
    """Return what a buyer asks: all of each good, or `quantity` of each."""
    wanted = {line.pk: line.quantity if quantity is None else quantity for line in lines_of(part)}
    return Wish(**{"reason": reason or a_reason(), "quantities": wanted, "words": "Dập hết", **more})


def asked(part: SellerOrder, *, at: datetime.datetime | None = None, **more: Any) -> ReturnRequest:
    """Return a request about a part, with one picture."""
    made = wish(part, **{"pictures": (clean_picture(),), **more})
    return ask(part=part, wish=made, actor=None, at=at or timezone.now())
