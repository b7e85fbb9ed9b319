"""Zalo Notification Service, by its documented interface: POST /message/template with an approved template.

A template is registered with the parameters `so_don` and `noi_dung`; ZALO_TEMPLATES names it for each of our messages.
The access token lives about a day and is renewed with a refresh token that is good for one renewal
(https://oauth.zaloapp.com/v4/oa/access_token), so both are kept in the database, sealed.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shop.communication.models import Message, ProviderToken
from shop.communication.providers.base import DeliveryFailed, Undeliverable
from shop.communication.providers.http import post
from shop.communication.sealing import opened, sealed

NAME = "zalo"
MARGIN = datetime.timedelta(minutes=5)
TOKEN_REFUSED = -124
# The token is refused, the service is busy, money or quota is used up: worth another attempt. Everything else is
# about this message.
AGAIN = frozenset({TOKEN_REFUSED, -100, -115, -126, -144, -147})
CONTENT_LENGTH = 400


class ZaloZns:
    """The official account of ZALO_APP_ID."""

    def send(self, message: Message) -> None:
        template = settings.ZALO_TEMPLATES.get(message.template)
        if not template:
            raise Undeliverable(f"no Zalo template for {message.template}")
        answer = post(
            f"{settings.ZALO_URL}/message/template",
            json={
                "phone": message.recipient.removeprefix("+"),
                "template_id": template,
                "template_data": {"so_don": message.reference or "-", "noi_dung": message.body[:CONTENT_LENGTH]},
                "tracking_id": f"{message.pk}",
            },
            headers={"access_token": access_token(at=timezone.now())},
        )
        code = answer.get("error", 0)
        if code == TOKEN_REFUSED:
            ProviderToken.objects.filter(provider=NAME).update(access_sealed="")
        if code in AGAIN:
            raise DeliveryFailed(f"Zalo {code}: {answer.get('message', '')}")
        if code:
            raise Undeliverable(f"Zalo {code}: {answer.get('message', '')}")


@transaction.atomic
def access_token(*, at: datetime.datetime) -> str:
    """Return a living access token, renewed under a lock so that a refresh token is never used twice."""
    token = ProviderToken.objects.select_for_update().filter(provider=NAME).first()
    if token is None:
        token = ProviderToken(provider=NAME, refresh_sealed=sealed(settings.ZALO_REFRESH_TOKEN), expires_at=at)
    if token.access_sealed and token.expires_at - MARGIN > at:
        return opened(token.access_sealed)
    answer = post(
        f"{settings.ZALO_OAUTH_URL}/v4/oa/access_token",
        data={
            "app_id": settings.ZALO_APP_ID,
            "refresh_token": opened(token.refresh_sealed),
            "grant_type": "refresh_token",
        },
        headers={"secret_key": settings.ZALO_APP_SECRET},
    )
    if not answer.get("access_token"):
        raise DeliveryFailed(f"Zalo token: {answer.get('error_name') or answer.get('error')}")
    token.access_sealed = sealed(answer["access_token"])
    token.refresh_sealed = sealed(answer["refresh_token"])
    token.expires_at = at + datetime.timedelta(seconds=int(answer["expires_in"]))
    token.save()
    return str(answer["access_token"])
