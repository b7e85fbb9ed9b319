"""Web push (RFC 8030, 8291, 8292) to a browser that asked for it; VAPID keys from VAPID_PRIVATE_KEY."""

from __future__ import annotations

import base64
import json

import requests
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.utils.translation import gettext as _
from py_vapid import Vapid
from pywebpush import WebPushException, webpush

from shop.communication.models import Message, PushDevice
from shop.communication.providers.base import DeliveryFailed, Undeliverable

GONE = frozenset({404, 410})
REFUSED = frozenset({400, 413})
KEEP_S = 60 * 60 * 24


class WebPush:
    """Sends title, text and link, encrypted for the browser alone. A browser that is gone is forgotten."""

    def send(self, message: Message) -> None:
        device = PushDevice.objects.filter(pk=message.recipient).first()
        if device is None:
            raise Undeliverable("the browser unsubscribed")
        title = _("Đơn %(number)s") % {"number": message.reference} if message.reference else _("Chợ Phiên")
        try:
            webpush(
                {"endpoint": device.endpoint, "keys": {"p256dh": device.p256dh, "auth": device.auth}},
                json.dumps({"title": title, "body": message.body, "link": message.link or "/"}),
                vapid_private_key=settings.VAPID_PRIVATE_KEY,
                vapid_claims={"sub": f"mailto:{settings.OPERATOR['email']}"},
                ttl=KEEP_S,
                timeout=10,
            )
        except WebPushException as error:
            _explain(error, device)
        except requests.RequestException as error:
            raise DeliveryFailed(f"no answer: {type(error).__name__}") from None


def public_key() -> str:
    """Return the VAPID public key as browsers take it (base64url of the uncompressed point); "" without a key."""
    if not settings.VAPID_PRIVATE_KEY:
        return ""
    key = Vapid.from_string(settings.VAPID_PRIVATE_KEY).public_key
    point = key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def _explain(error: WebPushException, device: PushDevice) -> None:
    status = error.response.status_code if error.response is not None else 0
    if status in GONE:
        PushDevice.objects.filter(endpoint=device.endpoint).delete()
        raise Undeliverable("the browser is gone") from None
    if status in REFUSED:
        raise Undeliverable(f"HTTP {status}") from None
    raise DeliveryFailed(f"HTTP {status}") from None
