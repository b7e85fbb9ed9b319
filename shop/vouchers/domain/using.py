"""Uses are counted in the order's own transaction, under a lock on the voucher's row: the last use goes to one buyer.

The voucher is locked last, after basket, run and stop, order and stock (order/domain/transitions.py), and nothing is
locked after it. Giving a use back locks nothing more than the order: uses are counted from their rows.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.vouchers.domain.amounts import Good
from shop.vouchers.domain.entering import check
from shop.vouchers.domain.refusals import VoucherRefused
from shop.vouchers.models import Voucher, VoucherUse
from shop.vouchers.queries import require_left, require_left_for


class UseGone(VoucherRefused):
    """The use that an ended order gave back is somebody else's now."""


def reserve(
    *, voucher_id: int, goods: Sequence[Good], phone: str, user: User | None, at: datetime.datetime
) -> tuple[Voucher, list[int]]:
    """Lock a voucher until the end of the transaction; return it and what it takes off each good.

    Raises VoucherRefused. Source of truth for its state, uses, budget and this buyer's uses.
    """
    voucher = _locked(voucher_id)
    return voucher, check(voucher, goods, phone=phone, user=user, at=at)


def write_use(
    *, voucher: Voucher, order_id: int, phone: str, user: User | None, amount_vnd: int, at: datetime.datetime
) -> VoucherUse:
    """Count the use that `reserve` found free."""
    return VoucherUse.objects.create(
        voucher=voucher, order_id=order_id, phone=phone, user=user, amount_vnd=amount_vnd, used_at=at
    )


def follow(*, order_id: int, standing_vnd: int, is_over: bool, at: datetime.datetime) -> None:
    """Keep a use to what still stands of its order; give it back, once, when nothing does. The order is locked."""
    uses = VoucherUse.objects.filter(order=order_id, released_at=None)
    uses.update(amount_vnd=standing_vnd, released_at=at if is_over else None)


@transaction.atomic
def use_again(*, order_id: int, standing_vnd: int, at: datetime.datetime) -> None:
    """Take the use of an order that came back with late money. The order is locked.

    Its days and state are not asked again: the buyer was promised this price. Raises UseGone.
    """
    use = VoucherUse.objects.filter(order=order_id).exclude(released_at=None).first()
    if use is None:
        VoucherUse.objects.filter(order=order_id).update(amount_vnd=standing_vnd)
        return
    voucher = _locked(use.voucher_id)
    try:
        require_left_for(voucher, phone=use.phone, user=use.user)
        require_left(voucher, standing_vnd)
    except VoucherRefused:
        raise UseGone(_("Lượt dùng mã giảm giá của đơn này không còn.")) from None
    VoucherUse.objects.filter(pk=use.pk).update(amount_vnd=standing_vnd, released_at=None)


def _locked(voucher_id: int) -> Voucher:
    rows = Voucher.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("seller", "category", "province").get(pk=voucher_id)
