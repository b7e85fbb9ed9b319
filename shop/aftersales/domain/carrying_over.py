"""A delivery charge outlives the part it stood on: what was added under it takes it over when its buyer cancels.

Only the buyer's own cancelling moves a charge. When the market or a seller ends the part, the buyer has done nothing
and what was added travels free.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shop.fulfilment.domain.refusal import Refused
from shop.order.domain.bookkeeping import post_amended
from shop.order.domain.transitions import lock
from shop.order.family import STANDING, linked_parts
from shop.order.models import SellerOrder
from shop.payment.domain.raising import ask_more
from shop.payment.providers import provider


class AdditionStands(Refused):
    """What was added is paid in advance and travels under this charge; it has to be cancelled first."""


@dataclass(frozen=True)
class Heir:
    """The part that takes a charge over. amount_vnd: the charge."""

    part: SellerOrder
    amount_vnd: int

    @property
    def is_prepaid(self) -> bool:
        return provider(self.part.order.payment_method).is_prepaid


def heirs(parts: Iterable[SellerOrder]) -> list[Heir]:
    """Return who takes over the charges of parts that are to be cancelled."""
    found = []
    for part in parts:
        linked = [other for other in linked_parts(part) if other.state in STANDING] if part.delivery_vnd else []
        if linked and not any(other.delivery_vnd for other in linked):
            found.append(Heir(linked[0], int(part.delivery_vnd)))
    return found


def require_cash(inheriting: Iterable[Heir]) -> None:
    """Raise AdditionStands when a charge would fall on an order that is paid in advance, whose sum is fixed."""
    fixed = sorted({heir.part.order.number for heir in inheriting if heir.is_prepaid})
    if fixed:
        told = _(
            "Đơn thêm %(numbers)s trả trước và đi chung phí giao với đơn này. Hủy đơn thêm trước, rồi hủy đơn này."
        )
        raise AdditionStands(told % {"numbers": ", ".join(fixed)})


def carry_over(heir: Heir, *, at: datetime.datetime) -> None:
    """Put a charge on the part that was added: part, order, ledger, and the cash to bring."""
    order, parts = lock(order_id=heir.part.order_id)
    part = next(part for part in parts if part.pk == heir.part.pk)
    before = SellerOrder.objects.get(pk=part.pk)
    part.delivery_vnd += heir.amount_vnd
    part.save(update_fields=["delivery_vnd"])
    order.delivery_vnd += heir.amount_vnd
    order.total_vnd += heir.amount_vnd
    order.total_incl_tax = order.total_excl_tax = order.total_vnd
    order.shipping_incl_tax = order.shipping_excl_tax = order.delivery_vnd
    order.save(
        update_fields=[
            "delivery_vnd",
            "total_vnd",
            "total_incl_tax",
            "total_excl_tax",
            "shipping_incl_tax",
            "shipping_excl_tax",
        ]
    )
    ask_more(seller_order=part, amount_vnd=heir.amount_vnd)
    post_amended(order=order, before=before, after=part, key=f"charge-carried:{part.number}", at=at)
