"""Every way to pay, by the code that stands on orders and payments."""

from shop.payment.providers.base import OverRefund, Provider
from shop.payment.providers.cash import CashProvider

PROVIDERS: dict[str, Provider] = {CashProvider.code: CashProvider()}


class UnknownProvider(Exception):
    """No provider has this code."""


def provider(code: str) -> Provider:
    """Return the provider of a code. Raises UnknownProvider."""
    try:
        return PROVIDERS[code]
    except KeyError:
        raise UnknownProvider(code) from None


def offered(total_vnd: int) -> list[Provider]:
    """Return the ways in which an order of this total may be paid."""
    return [way for way in PROVIDERS.values() if way.is_offered(total_vnd)]


__all__ = ["PROVIDERS", "OverRefund", "Provider", "UnknownProvider", "offered", "provider"]
