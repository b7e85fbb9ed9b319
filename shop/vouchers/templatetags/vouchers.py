"""Vouchers in words on pages."""

from __future__ import annotations

from django import template

from shop.vouchers import words
from shop.vouchers.models import Voucher

register = template.Library()


@register.filter
def promise(voucher: Voucher) -> str:
    """Write what it takes off."""
    return words.promise_words(voucher)


@register.filter
def for_goods(voucher: Voucher) -> str:
    """Write for which goods it is."""
    return words.goods_words(voucher)


@register.filter
def bearers(voucher: Voucher) -> str:
    """Write who bears it."""
    return words.bearer_words(voucher)
