"""Messages to an e-mail address, for people whose phone is not known."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from shop.communication.models import Channel, Message


def write_letter(
    *, key: str, recipient: str, template: str, context: dict[str, Any] | None = None, is_secret: bool = False
) -> Message:
    """Write the message `template` to an e-mail address once and queue its sending, in the caller's transaction."""
    from shop.communication.tasks import send_message

    body = render_to_string(f"communication/{template}.txt", context or {}).strip()
    facts = {"channel": Channel.EMAIL, "recipient": recipient, "template": template, "body": body}
    message, created = Message.objects.get_or_create(key=key, defaults={**facts, "is_secret": is_secret})
    if created:
        send_message.defer(message_id=message.pk)
    return message
