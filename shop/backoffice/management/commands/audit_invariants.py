"""Check everything that must always hold: python manage.py audit_invariants"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from shop.backoffice.invariants import INVARIANTS
from shop.backoffice.invariants.report import report


class Command(BaseCommand):
    help = "Checks orders, money, stock, room, histories, hand-overs and jobs; exits with 1 when a promise is broken."

    def handle(self, *args: Any, **options: Any) -> None:
        if failed := report(self, INVARIANTS):
            raise CommandError(f"{failed} of {len(INVARIANTS)} invariants are broken")
