"""Read a message out by a phone call, for people who do not read messages. VOICE_PROVIDER names the provider in use."""

from __future__ import annotations

import logging
from typing import Any, Protocol

from django.conf import settings
from django.template.loader import render_to_string

from shop.communication.models import Message

logger = logging.getLogger(__name__)


class VoiceProvider(Protocol):
    """Calls a phone and reads a text out. Raises DeliveryFailed when it was not taken, so that the job tries again.

    text: Vietnamese, digits apart from each other ("4, 8, 2"), meant to be read twice.
    """

    def call(self, *, phone: str, text: str) -> None: ...


class LogVoice:
    """The built-in provider: writes to the log instead of calling. Codes can also be read on the demo page."""

    def call(self, *, phone: str, text: str) -> None:
        logger.info("voice → •••%s: %s", phone[-3:], text)


PROVIDERS: dict[str, type[VoiceProvider]] = {"log": LogVoice}


def read_out(*, key: str, phone: str, template: str, context: dict[str, Any]) -> Message:
    """Write what is to be read out once and queue the call, in the transaction it is about. phone: E.164.

    A second call with the same key returns the first and rings nobody.
    """
    from shop.communication.tasks import call_phone

    body = render_to_string(f"communication/{template}.txt", context).strip()
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={"channel": "voice", "recipient": phone, "template": template, "body": body, "is_secret": True},
    )
    if created:
        call_phone.defer(message_id=message.pk)
    return message


def provider() -> VoiceProvider:
    """Return the configured provider."""
    return PROVIDERS[settings.VOICE_PROVIDER]()
