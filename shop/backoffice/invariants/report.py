"""Print promises and what breaks them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from django.core.management.base import BaseCommand

from shop.backoffice.invariants import Invariant

SHOWN = 20


def report(command: BaseCommand, invariants: Sequence[Invariant]) -> int:
    """Print each promise with up to 20 lines that break it; return how many are broken."""
    failed = 0
    for invariant in invariants:
        found = list(islice(invariant.broken(), SHOWN + 1))
        failed += bool(found)
        verdict = command.style.ERROR("BROKEN") if found else command.style.SUCCESS("holds")
        command.stdout.write(f"{invariant.number}. {invariant.promise}: {verdict}")
        for line in found[:SHOWN]:
            command.stdout.write(f"   {line}")
        if len(found) > SHOWN:
            command.stdout.write("   …")
    return failed
