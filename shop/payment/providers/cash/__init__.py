"""Cash on pick-up or delivery."""

from shop.payment.providers.cash.provider import CashProvider

__all__ = ["CashProvider"]
