"""Erase what was kept long enough: python manage.py erase_old_records --dry-run"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from shop.records.domain.keeping import erase_due


class Command(BaseCommand):
    help = (
        "Erases listings, personal data of orders, and papers that active retention rules have ended; a job does the "
        "same every night. With --dry-run it only counts, for inactive rules too."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, erase nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        for found in erase_due(at=timezone.now(), dry_run=options["dry_run"]):
            state = "" if found.rule.is_active else " (rule is off)"
            verb = "would erase" if options["dry_run"] else "erased"
            self.stdout.write(f"{found.rule.kind}, kept {found.rule.keep_days} days: {verb} {found.count}{state}")
