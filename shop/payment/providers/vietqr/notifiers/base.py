"""A service that watches the bank account and tells us of each transfer. One class per service."""

from __future__ import annotations

import datetime
from typing import Protocol

from shop.payment.providers.base import Incoming, Notice


class BankNotifier(Protocol):
    """Turns one service's signed message into notices."""

    def read(self, *, incoming: Incoming, secret: str, at: datetime.datetime) -> list[Notice]:
        """Return what a message says. Raises NotGenuine, Unreadable."""

    def signed(
        self, *, transfer: dict[str, object], secret: str, at: datetime.datetime
    ) -> tuple[bytes, dict[str, str]]:
        """Return body and headers as the service would send them, for the demo bank and for tests."""
