"""Run the audit of all invariants for the books and keep what it found; the closing of a month asks for it."""

from __future__ import annotations

import datetime
from itertools import islice

from shop.backoffice.invariants import INVARIANTS
from shop.ledger.models import BooksCheck

SHOWN = 20


def check_books(*, at: datetime.datetime) -> BooksCheck:
    """Check every promise and keep up to 20 lines of what breaks each. Takes minutes on a large market."""
    results: list[tuple[int, str, list[str]]] = []
    for invariant in INVARIANTS:
        results.append((invariant.number, invariant.promise, list(islice(invariant.broken(), SHOWN))))
    return BooksCheck.objects.create(
        at=at, results=results, broken_count=sum(bool(lines) for _number, _promise, lines in results)
    )


def latest_check() -> BooksCheck | None:
    """Return the last run."""
    return BooksCheck.objects.first()
