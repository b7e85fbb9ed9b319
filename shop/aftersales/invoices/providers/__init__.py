"""Services that issue e-invoices, by the setting INVOICE_PROVIDER; none: the data is exported only."""

from __future__ import annotations

from django.conf import settings

from shop.aftersales.invoices.providers.base import InvoiceProvider, Unavailable
from shop.aftersales.invoices.providers.log import LogProvider

PROVIDERS: dict[str, InvoiceProvider] = {"log": LogProvider()}


def chosen() -> InvoiceProvider | None:
    """Return the service records are sent to, or None."""
    return PROVIDERS.get(settings.INVOICE_PROVIDER)


__all__ = ["PROVIDERS", "InvoiceProvider", "Unavailable", "chosen"]
