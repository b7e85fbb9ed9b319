"""Every way to pay, by the code that stands on orders and payments."""

from collections.abc import Sequence

from sellers.models import Partner
from shop.payment.providers.base import OverRefund, Provider
from shop.payment.providers.cash import CashProvider
from shop.payment.providers.momo import MoMoProvider
from shop.payment.providers.stripe import StripeProvider
from shop.payment.providers.vietqr import VietQRProvider
from shop.payment.providers.vnpay import VNPayProvider

WAYS: tuple[Provider, ...] = (CashProvider(), VietQRProvider(), VNPayProvider(), MoMoProvider(), StripeProvider())
PROVIDERS: dict[str, Provider] = {way.code: way for way in WAYS}


class UnknownProvider(Exception):
    """No provider has this code."""


def provider(code: str) -> Provider:
    """Return the provider of a code. Raises UnknownProvider."""
    try:
        return PROVIDERS[code]
    except KeyError:
        raise UnknownProvider(code) from None


def ready() -> list[Provider]:
    """Return the ways to pay whose settings are complete."""
    return [way for way in PROVIDERS.values() if way.is_ready()]


def offered(total_vnd: int, sellers: Sequence[Partner]) -> list[Provider]:
    """Return the ways in which an order of this total from these sellers may be paid."""
    return [way for way in ready() if way.is_offered(total_vnd, sellers)]


def can_prepay(total_vnd: int, sellers: Sequence[Partner]) -> bool:
    """Return whether such an order can be paid before it is packed."""
    return any(way.is_prepaid for way in offered(total_vnd, sellers))


__all__ = ["PROVIDERS", "OverRefund", "Provider", "UnknownProvider", "can_prepay", "offered", "provider", "ready"]
