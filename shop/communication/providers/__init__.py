"""One module per provider; a setting per channel names the one in use."""

from collections.abc import Callable

from django.conf import settings

from shop.communication.models import Channel
from shop.communication.providers.base import DeliveryFailed, Provider, Undeliverable
from shop.communication.providers.http_sms import HttpSms
from shop.communication.providers.log import LogProvider
from shop.communication.providers.smtp import Smtp
from shop.communication.providers.web_push import WebPush
from shop.communication.providers.zalo_zns import ZaloZns

PROVIDERS: dict[Channel, dict[str, Callable[[], Provider]]] = {
    Channel.SMS: {"log": LogProvider, "http": HttpSms},
    Channel.ZALO: {"log": LogProvider, "zns": ZaloZns},
    Channel.EMAIL: {"log": LogProvider, "smtp": Smtp},
    Channel.PUSH: {"log": LogProvider, "webpush": WebPush},
}


def provider_of(channel: str) -> Provider:
    """Return the configured provider of a channel."""
    name = settings.MESSAGE_PROVIDERS[channel]
    return PROVIDERS[Channel(channel)][name]()


__all__ = ["DeliveryFailed", "Provider", "Undeliverable", "provider_of"]
