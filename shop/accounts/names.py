"""Names of people, as strangers may read them."""

from __future__ import annotations


def masked(name: str) -> str:
    """Return "N. T. Hạnh" for "Nguyễn Thị Hạnh" and "H•••" for a single word."""
    *before, given = name.split() or [""]
    if not before:
        return f"{given[:1]}•••" if given else ""
    return " ".join([*(f"{word[0]}." for word in before), given])
