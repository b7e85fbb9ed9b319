"""Everything a part held goes back: stock, room on the run, ledger entries, code, and what is asked of the buyer."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.accounts.models import User
from shop.order.domain.taking_back import take_back
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.payment.domain.collecting import locked_payment
from shop.payment.providers import provider


@transaction.atomic
def end_part(
    *, seller_order: SellerOrder, to: SellerOrderState, actor: User | None, at: datetime.datetime, reason: str = ""
) -> SellerOrder:
    """Move an unpaid part to "cancelled" or "returned" and give back what it held.

    Raises IllegalMove when its state does not lead there, so a second call has no second effect.
    """
    if to not in {SellerOrderState.CANCELLED, SellerOrderState.RETURNED}:
        raise ValueError(f"{to} does not end a part")
    part = move(seller_order=seller_order, to=to, actor=actor, at=at, reason=reason)
    payment = locked_payment(part.order)
    take_back(order=part.order, seller_order=part, at=at)
    provider(payment.provider).cancel(payment=payment, amount_vnd=part.total_vnd, at=at)
    return part
