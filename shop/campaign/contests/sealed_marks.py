"""Marks are kept sealed: whoever reads the table before the close, or a copy of it, learns only that somebody marked.

Sealed as private papers are (PAPER_KEYS), together with whose mark of what it is, so that no seal fits another row.
"""

from __future__ import annotations

from sellers.documents import sealing


class BrokenSeal(Exception):
    """What stands in the row was not sealed here for this row."""


def seal(points: int, *, juror_id: int, entry_id: int, criterion_id: int) -> str:
    return sealing.seal(f"{juror_id}|{entry_id}|{criterion_id}|{points:02d}".encode()).decode()


def opened(sealed: str, *, juror_id: int, entry_id: int, criterion_id: int) -> int:
    """Return the points. Raises BrokenSeal."""
    try:
        *whose, points = sealing.unseal(sealed.encode()).decode().split("|")
    except sealing.Unreadable as wrong:
        raise BrokenSeal from wrong
    if whose != [str(juror_id), str(entry_id), str(criterion_id)]:
        raise BrokenSeal
    return int(points)
