"""SMS through an operator's or aggregator's HTTP gateway.

POST {"to", "from", "text", "reference"} as JSON with a bearer token; any 2xx with JSON means taken. A gateway with
another form is put behind a small relay of that shape.
"""

from __future__ import annotations

from django.conf import settings

from shop.communication.models import Message
from shop.communication.providers.http import post


class HttpSms:
    """The gateway at SMS_URL, signed in with SMS_TOKEN, under the brand name SMS_SENDER."""

    def send(self, message: Message) -> None:
        post(
            settings.SMS_URL,
            json={
                "to": message.recipient,
                "from": settings.SMS_SENDER,
                "text": message.body,
                "reference": message.key,
            },
            headers={"Authorization": f"Bearer {settings.SMS_TOKEN}"},
        )
