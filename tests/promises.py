"""What must always hold, asked of the database as it stands."""

from __future__ import annotations

from django.db import connection

from shop.backoffice.invariants import INVARIANTS


def broken() -> list[str]:
    """Return "number: what" of every invariant that does not hold; in a test's transaction, deferred checks first."""
    if connection.in_atomic_block:
        connection.check_constraints()
    return [f"{invariant.number}: {line}" for invariant in INVARIANTS for line in invariant.broken()]
