"""MoMo wallet."""

from shop.payment.providers.momo.provider import MoMoProvider

__all__ = ["MoMoProvider"]
