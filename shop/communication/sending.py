"""Queue a message in the transaction it tells about; a job sends it after commit."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from shop.communication.models import Channel, ContactPreference, Message, PushDevice
from shop.communication.quiet_hours import due_at


@dataclass(frozen=True)
class _Way:
    """One channel to one person. suffix: what makes the message's key its own."""

    channel: Channel
    recipient: str
    suffix: str = ""


def tell(
    *,
    key: str,
    recipient: str,
    template: str,
    context: dict[str, Any] | None = None,
    is_secret: bool = False,
    is_urgent: bool | None = None,
    at: datetime.datetime | None = None,
) -> Message:
    """Write the message `template` (communication/<template>.txt) once for each way its person wants to be told, and
    queue the sending. Return the one that goes to the phone.

    recipient: E.164 phone number. A second call with the same key returns the first message and sends nothing. What is
    not urgent waits for the end of the quiet hours; secrets (codes) are urgent unless said otherwise, and go to the
    phone alone.
    """
    context = context or {}
    body = render_to_string(f"communication/{template}.txt", context).strip()
    order = context.get("order")
    number: str = order.number if order else ""
    facts = {
        "template": template,
        "body": body,
        "reference": number,
        "link": order.get_absolute_url() if order else "",
        "is_secret": is_secret,
        "due_at": due_at(at=at or timezone.now(), is_urgent=is_secret if is_urgent is None else is_urgent),
    }
    preference = ContactPreference.objects.filter(phone=recipient).first()
    channel = Channel(preference.channel if preference else settings.MESSAGE_CHANNEL)
    message, created = _write(key, _Way(channel, recipient), facts)
    if created and not is_secret:
        for way in _further_ways(recipient, preference, number):
            _write(key, way, facts)
    return message


def queue(message: Message) -> None:
    """Queue the sending of a message, in the transaction that wrote it."""
    from shop.communication.tasks import send_message

    if message.due_at:
        send_message.configure(schedule_at=message.due_at).defer(message_id=message.pk)
    else:
        send_message.defer(message_id=message.pk)


def _write(key: str, way: _Way, facts: dict[str, Any]) -> tuple[Message, bool]:
    message, created = Message.objects.get_or_create(
        key=f"{key}{way.suffix}", defaults={"channel": way.channel, "recipient": way.recipient, **facts}
    )
    if created:
        queue(message)
    return message, created


def _further_ways(phone: str, preference: ContactPreference | None, order_number: str) -> list[_Way]:
    """Return a copy by e-mail, if one is wanted, and every browser that asked for this person's or order's news."""
    ways = [_Way(Channel.EMAIL, preference.email, ":email")] if preference and preference.email else []
    topics = [phone_topic(phone), order_topic(order_number)]
    endpoints: dict[str, int] = {}
    for pk, endpoint in PushDevice.objects.filter(topic__in=topics).order_by("pk").values_list("pk", "endpoint"):
        endpoints.setdefault(endpoint, pk)
    return ways + [_Way(Channel.PUSH, str(pk), f":push:{pk}") for pk in endpoints.values()]


def phone_topic(phone: str) -> str:
    return f"phone:{phone}"


def order_topic(number: str) -> str:
    return f"order:{number}"
