"""Bank transfer by VietQR."""

from shop.payment.providers.vietqr.provider import VietQRProvider

__all__ = ["VietQRProvider"]
