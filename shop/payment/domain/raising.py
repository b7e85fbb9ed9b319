"""The buyer owes more cash for a part: a delivery charge passed on to it."""

from __future__ import annotations

from django.db import transaction

from shop.order.models import SellerOrder
from shop.payment.domain.book import covers, open_book
from shop.payment.providers import provider
from shop.payment.providers.base import is_on_delivery


@transaction.atomic
def ask_more(*, seller_order: SellerOrder, amount_vnd: int) -> None:
    """Ask for that much more when the goods are received. The order is locked and already as it is to be."""
    for payment in open_book(order_id=seller_order.order_id).payments:
        if covers(payment, seller_order) and payment.is_live and is_on_delivery(provider(payment.provider)):
            payment.amount_vnd += amount_vnd
            payment.save(update_fields=["amount_vnd"])
