"""Django's own command, quicker."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as DjangoCommand

from shop.migrating.redrawing import narrow_redrawing


class Command(DjangoCommand):
    def handle(self, *args: Any, **options: Any) -> str | None:
        with narrow_redrawing():
            return super().handle(*args, **options)
