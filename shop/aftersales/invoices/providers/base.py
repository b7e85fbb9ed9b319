"""What a service that issues e-invoices can do."""

from __future__ import annotations

from typing import Protocol

from shop.aftersales.invoices.models import InvoiceRecord


class Unavailable(Exception):
    """The service does not answer, or refuses; trying later may help."""


class InvoiceProvider(Protocol):
    """One service. Its address and secrets come from the settings."""

    @property
    def code(self) -> str:
        """What stands on records it was sent."""

    def send(self, record: InvoiceRecord) -> str:
        """Hand one record over and return the service's own id. The record's number makes sending twice count once.

        Raises Unavailable.
        """
