"""A buyer enters a code for a basket, or takes it out. Nothing is held: a use is taken when the order is placed."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import transaction

from shop.accounts.models import User
from shop.vouchers.domain.amounts import Good
from shop.vouchers.domain.refusals import UnknownCode, VoucherRefused
from shop.vouchers.models import BasketVoucher, Voucher
from shop.vouchers.queries import discounts_now, require_left, require_left_for, require_usable

LONGEST = 40


def plain(code: str) -> str:
    """Return a code as it is kept: capital letters, no spaces."""
    return "".join(code.split()).upper()[:LONGEST]


@transaction.atomic
def enter(
    *, basket_id: int, code: str, goods: Sequence[Good], user: User | None, at: datetime.datetime
) -> VoucherRefused | None:
    """Put a code on a basket in place of another. user: the signed-in buyer, whose own uses are known.

    Returns why it takes nothing off yet, when more goods would change that; None when it does.
    Raises VoucherRefused and leaves the basket as it was for every other reason.
    """
    wanted = plain(code)
    rows = Voucher.objects.select_related("seller", "category", "province")
    voucher = rows.filter(code=wanted).first()
    if voucher is None:
        raise UnknownCode(wanted)
    refusal = None
    try:
        check(voucher, goods, phone="", user=user, at=at)
    except VoucherRefused as why:
        if not why.may_stay:
            raise
        refusal = why
    BasketVoucher.objects.update_or_create(basket_id=basket_id, defaults={"voucher": voucher, "entered_at": at})
    return refusal


def check(
    voucher: Voucher, goods: Sequence[Good], *, phone: str, user: User | None, at: datetime.datetime
) -> list[int]:
    """Return what it would take off each good now. Raises VoucherRefused."""
    require_usable(voucher, at=at)
    require_left_for(voucher, phone=phone, user=user)
    taken = discounts_now(voucher, goods)
    require_left(voucher, sum(taken))
    return taken


def remove(*, basket_id: int) -> None:
    """Take the code out; without one nothing happens."""
    BasketVoucher.objects.filter(basket=basket_id).delete()


def carry(*, from_basket_id: int, to_basket_id: int) -> None:
    """Let a code follow the goods of a guest's basket into the account's, unless that has one."""
    if not BasketVoucher.objects.filter(basket=to_basket_id).exists():
        BasketVoucher.objects.filter(basket=from_basket_id).update(basket=to_basket_id)
