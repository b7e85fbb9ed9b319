"""One attempt to send a message, and what follows when it fails."""

from __future__ import annotations

import datetime
import logging

from django.db import transaction

from shop.communication.models import Channel, Message
from shop.communication.providers import DeliveryFailed, Undeliverable, provider_of
from shop.communication.sending import queue

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 6


class TryAgain(Exception):
    """The provider did not take the message this time."""


def deliver(*, message_id: int, at: datetime.datetime) -> None:
    """Send a message unless it was sent or given up. Raises TryAgain while attempts are left.

    Given up means: kept with its last error for the back office, and by SMS instead where it was to go by Zalo.
    """
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.sent_at or message.failed_at:
            return
        message.attempts += 1
        try:
            provider_of(message.channel).send(message)
        except Undeliverable as error:
            _give_up(message, error, at)
        except DeliveryFailed as error:
            message.last_error = str(error)[:300]
            if message.attempts >= MAX_ATTEMPTS:
                _give_up(message, error, at)
        else:
            message.sent_at, message.last_error = at, ""
        message.save(update_fields=["attempts", "last_error", "sent_at", "failed_at"])
    if not message.sent_at and not message.failed_at:
        raise TryAgain(message.last_error)


@transaction.atomic
def send_again(*, message: Message) -> bool:
    """Give a message that was given up a new set of attempts; return whether there was one to give."""
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if locked.failed_at is None or locked.sent_at:
        return False
    locked.failed_at, locked.attempts, locked.due_at = None, 0, None
    locked.save(update_fields=["failed_at", "attempts", "due_at"])
    queue(locked)
    return True


def _give_up(message: Message, error: Exception, at: datetime.datetime) -> None:
    message.failed_at, message.last_error = at, str(error)[:300]
    logger.warning("message %s by %s given up: %s", message.pk, message.channel, error)
    if message.channel == Channel.ZALO:
        _by_sms_instead(message)


def _by_sms_instead(message: Message) -> None:
    copied = ("recipient", "template", "body", "reference", "link", "is_secret")
    facts = {name: getattr(message, name) for name in copied}
    instead, created = Message.objects.get_or_create(
        key=f"{message.key}:sms"[:160], defaults={"channel": Channel.SMS, **facts}
    )
    if created:
        queue(instead)
