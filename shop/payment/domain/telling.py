"""Tell the buyer what became of the money."""

from __future__ import annotations

from django.conf import settings

from shop.communication.sending import tell
from shop.order.domain import codes
from shop.order.models import Order
from shop.payment.models import Payment, Refund


def link_to(order: Order) -> str:
    """Return the whole address of an order's page."""
    return f"{settings.SITE_URL}{order.get_absolute_url()}"


def tell_paid(order: Order) -> None:
    """Say that the order is paid, with its pick-up codes."""
    alive = order.pick_up_codes.filter(used_at=None).select_related("run_stop__point").order_by("run_stop__arrives_at")
    places = [(code.run_stop, codes.reveal(code)) for code in alive]
    tell(
        key=f"order-paid:{order.number}",
        recipient=order.buyer_phone,
        template="order_paid",
        context={"order": order, "places": places, "link": link_to(order)},
        is_secret=True,
    )


def tell_short(order: Order, payment: Payment) -> None:
    """Say that part of the money came and how much is missing."""
    tell(
        key=f"payment-short:{payment.pk}:{payment.received_vnd}",
        recipient=order.buyer_phone,
        template="payment_short",
        context={"order": order, "payment": payment, "link": link_to(order)},
        is_secret=True,
    )


def tell_refunded(*, order: Order, refund: Refund) -> None:
    """Say that money went back."""
    tell(
        key=f"refunded:{refund.pk}",
        recipient=order.buyer_phone,
        template="refunded",
        context={"order": order, "refund": refund},
    )
