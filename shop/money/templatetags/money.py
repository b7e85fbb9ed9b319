"""Template filters for amounts and numbers; built in everywhere (see TEMPLATES)."""

from decimal import Decimal

from django import template

from shop.money import formatting
from shop.money.in_words import vnd_in_words

register = template.Library()


@register.filter
def vnd(amount: int | Decimal | None) -> str:
    """Write an amount as "98.000 ₫"; nothing for None."""
    return "" if amount is None else formatting.vnd(amount)


@register.filter
def in_words(amount: int | Decimal | None) -> str:
    """Write an amount as "Chín mươi tám nghìn đồng"; nothing for None."""
    return "" if amount is None else vnd_in_words(int(amount))


@register.filter
def short_vnd(amount: int | Decimal | None) -> str:
    """Write an amount as "4,18 triệu"."""
    return "" if amount is None else formatting.short_vnd(amount)


@register.filter
def grouped(number: int | None) -> str:
    """Write a count as "5.763"."""
    return "" if number is None else formatting.grouped(number)


@register.filter
def decimal_comma(value: float | None) -> str:
    """Write a rating as "4,7"."""
    return "" if value is None else f"{value:.1f}".replace(".", ",")
