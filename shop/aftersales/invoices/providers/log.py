"""Writes what would be sent into the log: for development, and to see the data before a contract is signed."""

from __future__ import annotations

import logging

from shop.aftersales.invoices.models import InvoiceRecord

logger = logging.getLogger(__name__)


class LogProvider:
    """Implements InvoiceProvider. Names and addresses stay out of the log."""

    code = "log"

    def send(self, record: InvoiceRecord) -> str:
        logger.info(
            "invoice %s %s %s VND, %s rows", record.kind, record.number, record.total_vnd, len(record.data["items"])
        )
        return f"log-{record.pk}"
