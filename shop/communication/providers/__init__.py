"""One module per provider; MESSAGE_PROVIDER names the one in use."""

from django.conf import settings

from shop.communication.providers.base import DeliveryFailed, Provider
from shop.communication.providers.log import LogProvider

PROVIDERS: dict[str, type[Provider]] = {"log": LogProvider}


def provider() -> Provider:
    """Return the configured provider."""
    return PROVIDERS[settings.MESSAGE_PROVIDER]()


__all__ = ["DeliveryFailed", "Provider", "provider"]
