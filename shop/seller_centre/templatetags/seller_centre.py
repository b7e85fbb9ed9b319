"""Small filters of the seller centre's templates."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django import template
from django.utils import timezone

from sellers.payouts.words import movement_words
from shop.aftersales.domain.confirming import confirm_by
from shop.order.models import SellerOrder

register = template.Library()


@register.filter
def goi_ten(name: str) -> str:
    """Return how a Vietnamese name is called, its last word: sellers of a run need no more than that."""
    return name.split()[-1] if name.split() else ""


@register.filter
def get(mapping: Mapping[str, int], key: str) -> int:
    """Return a count by a key that holds a dash."""
    return mapping.get(key, 0)


@register.filter
def trieu(amount_vnd: int) -> str:
    """Write an amount in millions with one decimal, "1,6"; nothing for zero."""
    return f"{amount_vnd / 1_000_000:.1f}".replace(".", ",") if amount_vnd else ""


@register.filter
def viec_tien(kind: str) -> str:
    """Return what a ledger event means to a seller; a kind without words of its own is a correction."""
    return movement_words(kind)


@register.filter
def han_xac_nhan(part: SellerOrder) -> datetime.datetime:
    """Return until when a part is to be confirmed."""
    return confirm_by(part)


@register.filter
def da_qua(moment: datetime.datetime | None) -> bool:
    """Return whether a moment is over."""
    return bool(moment and moment <= timezone.now())
