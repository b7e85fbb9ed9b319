"""How a person wants to be told, and which browsers asked for news."""

from __future__ import annotations

import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from shop.communication.models import ContactPreference, PushDevice

DEVICES_PER_TOPIC = 5


class UnknownPushService(Exception):
    """The address is not one of a browser maker's push service, so nothing will ever be sent there."""


def set_preference(*, phone: str, channel: str, email: str) -> ContactPreference:
    """Write by which channel the holder of a phone (E.164) is told, and where a copy goes ("" for nowhere)."""
    preference, _ = ContactPreference.objects.update_or_create(
        phone=phone, defaults={"channel": channel, "email": email}
    )
    return preference


@transaction.atomic
def add_device(*, topic: str, endpoint: str, p256dh: str, auth: str, at: datetime.datetime) -> PushDevice:
    """Let a browser hear of a topic; of one topic the newest few browsers stay. Raises UnknownPushService.

    Only browser makers' hosts (PUSH_HOSTS) are accepted: the market's server will call this address.
    """
    host = urlsplit(endpoint).hostname or ""
    is_known = any(host == known or host.endswith(f".{known}") for known in settings.PUSH_HOSTS)
    if urlsplit(endpoint).scheme != "https" or not is_known:
        raise UnknownPushService(host)
    device, _ = PushDevice.objects.update_or_create(
        topic=topic, endpoint=endpoint, defaults={"p256dh": p256dh, "auth": auth, "created_at": at}
    )
    newest = PushDevice.objects.filter(topic=topic).order_by("-created_at", "-pk").values("pk")[:DEVICES_PER_TOPIC]
    PushDevice.objects.filter(topic=topic).exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    return device


def forget_devices(*, topic: str) -> int:
    """Stop telling the browsers of a topic; return how many there were."""
    return PushDevice.objects.filter(topic=topic).delete()[0]
