"""Orders as their buyers may see them."""

from __future__ import annotations

import hmac

from django.db.models import Q, QuerySet

from shop.accounts.models import User
from shop.accounts.queries import AnyUser
from shop.order.models import Order


def order_for(*, number: str, token: str, user: AnyUser) -> Order | None:
    """Return an order to whoever holds its token or to its signed-in buyer; to anybody else nothing at all."""
    order = Order.objects.select_related("commune__province").filter(number=number).first()
    if order is None:
        return None
    if token and hmac.compare_digest(token.encode(), order.token.encode()):
        return order
    return order if user.is_authenticated and _is_buyer(order, user) else None


def orders_of(user: User) -> QuerySet[Order]:
    """Return a buyer's orders, newest first: those placed signed in, and as a guest with the verified phone."""
    mine = Q(user=user)
    if user.phone_verified_at:
        mine |= Q(buyer_phone=user.phone)
    return Order.objects.filter(mine).order_by("-date_placed", "-pk")


def _is_buyer(order: Order, user: User) -> bool:
    return order.user_id == user.pk or bool(user.phone_verified_at and order.buyer_phone == user.phone)
