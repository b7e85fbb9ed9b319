"""Filters of the pages where people buy."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.template.defaultfilters import stringfilter

from shop.money.formatting import NBSP

register = template.Library()

GRAMS = 1000


@register.filter
def at_key(values: Mapping[object, object] | None, key: object) -> object:
    """Return the value of a mapping at a key held in a variable; nothing if it is not there."""
    return (values or {}).get(key, "")


@register.filter
def kilograms(grams: int) -> str:
    """Write a weight as "900 g" or "1,4 kg"."""
    if grams < GRAMS:
        return f"{grams}{NBSP}g"
    return f"{grams / GRAMS:.1f}".rstrip("0").rstrip(".").replace(".", ",") + f"{NBSP}kg"


@register.filter
@stringfilter
def initials(name: str) -> str:
    """Return two letters for a seller's round mark: "HTX Nho Ba Mọi" is BM, "Cơ sở mật nho 39" is MN."""
    words = [word for word in name.split() if word.isalpha()]
    names = [word for word in words[1:] if word.istitle()]
    return "".join(word[0] for word in (names if len(names) > 1 else words)[-2:]).upper()


@register.filter
def tint(key: int) -> str:
    """Return one of the four grounds of a round mark, always the same for one seller."""
    return ("", "b", "c", "d")[key % 4]
