"""What pages of buyers, points and drivers show of recalled lots."""

from __future__ import annotations

from typing import Any

from django import template

from shop.order.lots.models import RecallNotice
from shop.order.lots.queries import recalls_for
from shop.order.models import Order
from shop.shipping.models import Run

register = template.Library()


@register.inclusion_tag("order_lots/recall_notes.html")
def recall_notes(order: Order, carrier: bool = False) -> dict[str, Any]:
    """Warn of recalled lots in an order. carrier: for whoever holds the parcel, not for the buyer."""
    return {"notices": recalls_for(order), "carrier": carrier}


@register.inclusion_tag("order_lots/recalled_on_run.html")
def recalled_on_run(run: Run) -> dict[str, Any]:
    """Warn a driver of parcels on a run that hold a recalled lot."""
    notices = RecallNotice.objects.filter(seller_order__run_stop__run=run).exclude(
        seller_order__state__in=["delivered", "cancelled", "returned"]
    )
    return {
        "notices": notices.select_related("recall__lot__product", "seller_order").prefetch_related(
            "seller_order__parcels"
        )
    }
