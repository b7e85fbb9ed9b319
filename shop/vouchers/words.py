"""Vouchers in words, for pages and messages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shop.money.formatting import vnd
from shop.vouchers.enums import Kind, Scope
from shop.vouchers.models import Voucher


def goods_words(voucher: Voucher) -> str:
    """Return which goods it is for: "hàng của HTX Tơi Cát"."""
    if voucher.scope == Scope.SELLER:
        return _("hàng của %(name)s") % {"name": voucher.seller}
    if voucher.scope == Scope.CATEGORY and voucher.category:
        return _("nhóm hàng %(name)s") % {"name": voucher.category.name}
    if voucher.scope == Scope.PROVINCE:
        return _("hàng của %(name)s") % {"name": voucher.province}
    return _("mọi món hàng trên chợ")


def promise_words(voucher: Voucher) -> str:
    """Return what it takes off: "giảm 20.000 ₫", "giảm 10 %, nhiều nhất 50.000 ₫"."""
    if voucher.kind == Kind.AMOUNT:
        return _("giảm %(amount)s") % {"amount": vnd(voucher.amount_vnd)}
    return _("giảm %(n)s %%, nhiều nhất %(cap)s") % {"n": voucher.per_cent, "cap": vnd(voucher.cap_vnd)}


def bearer_words(voucher: Voucher) -> str:
    """Return who bears it: "chợ 60 %, Sở Công Thương 40 %"."""
    shares = (
        (_("chợ"), voucher.platform_per_cent),
        (_("nhà bán"), voucher.seller_per_cent),
        (str(voucher.sponsor or ""), voucher.sponsor_per_cent),
    )
    named = [(name, share) for name, share in shares if share]
    if len(named) == 1:
        return named[0][0]
    return ", ".join(f"{name} {share}\u00a0%" for name, share in named)
