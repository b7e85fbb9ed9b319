"""Cards through Stripe's own payment page."""

from shop.payment.providers.stripe.provider import StripeProvider

__all__ = ["StripeProvider"]
