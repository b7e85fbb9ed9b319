"""Queue a message in the transaction it tells about; a job sends it after commit."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from shop.communication.models import Channel, Message


def tell(
    *, key: str, recipient: str, template: str, context: dict[str, Any] | None = None, is_secret: bool = False
) -> Message:
    """Write the message `template` (communication/<template>.txt) once and queue its sending.

    recipient: E.164 phone number. A second call with the same key returns the first message and sends nothing.
    """
    from shop.communication.tasks import send_message

    body = render_to_string(f"communication/{template}.txt", context or {}).strip()
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "channel": Channel.SMS,
            "recipient": recipient,
            "template": template,
            "body": body,
            "is_secret": is_secret,
        },
    )
    if created:
        send_message.defer(message_id=message.pk)
    return message
