"""Small filters of the seller centre's templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def goi_ten(name: str) -> str:
    """Return how a Vietnamese name is called, its last word: sellers of a run need no more than that."""
    return name.split()[-1] if name.split() else ""


@register.filter
def get(mapping: Mapping[str, int], key: str) -> int:
    """Return a count by a key that holds a dash."""
    return mapping.get(key, 0)
