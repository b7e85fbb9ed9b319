"""Everything a part held goes back: stock, room on the run, ledger entries, code, the buyer's money; and with an
order's last part the use of its voucher."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.accounts.models import User
from shop.order.domain.taking_back import take_back
from shop.order.domain.transitions import move
from shop.order.domain.voucher_use import follow_use
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.payment.domain.book import open_book
from shop.payment.domain.reducing import ask_less


@transaction.atomic
def end_part(
    *, seller_order: SellerOrder, to: SellerOrderState, actor: User | None, at: datetime.datetime, reason: str = ""
) -> SellerOrder:
    """Move a part to "cancelled" or "returned" and give back what it held, prepaid money too.

    Raises IllegalMove when its state does not lead there, so a second call has no second effect.
    """
    if to not in {SellerOrderState.CANCELLED, SellerOrderState.RETURNED}:
        raise ValueError(f"{to} does not end a part")
    part = move(seller_order=seller_order, to=to, actor=actor, at=at, reason=reason)
    book = open_book(order_id=part.order_id)  # attempts are locked before stock
    take_back(order=book.order, seller_order=part, at=at)
    ask_less(seller_order=part, amount_vnd=part.total_vnd, reason=reason or str(to.label), at=at)
    follow_use(order=book.order, at=at)
    return part
