"""Check everything that must always hold: python manage.py audit_invariants"""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shop.backoffice.invariants import INVARIANTS

SHOWN = 20


class Command(BaseCommand):
    help = "Checks orders, money, stock, room, histories and hand-overs; exits with 1 when a promise is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for invariant in INVARIANTS:
            found = list(islice(invariant.broken(), SHOWN + 1))
            failed += bool(found)
            verdict = self.style.ERROR("BROKEN") if found else self.style.SUCCESS("holds")
            self.stdout.write(f"{invariant.number}. {invariant.promise}: {verdict}")
            for line in found[:SHOWN]:
                self.stdout.write(f"   {line}")
            if len(found) > SHOWN:
                self.stdout.write("   …")
        if failed:
            raise CommandError(f"{failed} of {len(INVARIANTS)} invariants are broken")
