"""VNPay: domestic cards, bank accounts and QR on VNPay's page."""

from shop.payment.providers.vnpay.provider import VNPayProvider

__all__ = ["VNPayProvider"]
