"""What was typed, kept in the visitor's own session until an order comes of it, and who received the last order.

A name is offered only to the session that typed it or to a signed-in buyer whose phone is verified: never because
somebody typed a phone number that we know.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, QueryDict

from shop.basket.place import commune_of
from shop.checkout.forms import TYPED, readable_phone
from shop.order.models import Order
from shop.shipping.enums import DeliveryKind
from shop.shipping.models import RunStop

DRAFT, RECIPIENT, LAST_ORDER, ADDING = "checkout_draft", "checkout_recipient", "checkout_last_order", "checkout_adding"
MAX_LENGTH = 400


def typed(data: QueryDict) -> dict[str, str]:
    """Return the fields of the form as they were sent, whatever they hold."""
    return {name: data[name][:MAX_LENGTH] for name in TYPED if name in data}


def keep(request: HttpRequest, values: dict[str, str]) -> None:
    """Keep what was typed for the next showing of the page."""
    request.session[DRAFT] = values


def first_values(request: HttpRequest, default_province: str) -> dict[str, Any]:
    """Return what the page shows at first: a draft, else the recipient and the chosen commune."""
    draft = request.session.get(DRAFT)
    if draft:
        return dict(draft)
    commune = commune_of(request)
    place = {"province": commune.province_id, "commune": commune.pk} if commune else {"province": default_province}
    return place | _recipient(request)


def remember_order(request: HttpRequest, order: Order) -> None:
    """Forget the draft; keep the recipient and where the order is for this session."""
    request.session.pop(DRAFT, None)
    request.session.pop(ADDING, None)
    request.session[RECIPIENT] = {"name": order.buyer_name, "phone": readable_phone(order.buyer_phone)}
    request.session[LAST_ORDER] = order.pk


def start_adding(request: HttpRequest, order: Order, stop: RunStop) -> None:
    """Let the next order be added to this one: its recipient, point and run stand in the form already."""
    commune = stop.point.commune
    request.session[ADDING] = order.pk
    request.session[DRAFT] = {
        "phone": readable_phone(order.buyer_phone),
        "name": order.buyer_name,
        "province": commune.province_id,
        "commune": commune.pk,
        "delivery": DeliveryKind.PICK_UP.value,
        "point": str(stop.point_id),
        "stop": str(stop.pk),
    }


def stop_adding(request: HttpRequest) -> None:
    """The next order stands by itself."""
    request.session.pop(ADDING, None)


def adding_to(request: HttpRequest) -> Order | None:
    """Return the order whose buyer chose to add to it."""
    pk = request.session.get(ADDING)
    return Order.objects.filter(pk=pk).first() if pk else None


def last_order(request: HttpRequest) -> Order | None:
    """Return the order this session placed last."""
    pk = request.session.get(LAST_ORDER)
    return Order.objects.filter(pk=pk).first() if pk else None


def _recipient(request: HttpRequest) -> dict[str, str]:
    user = request.user
    if user.is_authenticated and user.phone_verified_at:
        return {"phone": readable_phone(user.phone), "name": user.full_name}
    return dict(request.session.get(RECIPIENT, {}))
