"""Each provider speaks its service's language, and tells passing failures from final ones."""

import base64
import json
import os
from email import message_from_bytes
from email.policy import default
from urllib.parse import parse_qs

import http_ece
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.utils import timezone

from shop.communication.models import Message, ProviderToken, PushDevice
from shop.communication.providers import DeliveryFailed, Undeliverable, provider_of
from shop.communication.providers.web_push import public_key
from shop.communication.sealing import opened
from tests.shop.communication.providers.network import http_service, mail_server

pytestmark = pytest.mark.django_db
PHONE = "+84912345678"


def message(channel: str, recipient: str = PHONE, **fields) -> Message:
    facts = {
        "template": "ready_to_collect",
        "body": "Hàng đã tới",
        "reference": "CP-26-1",
        "link": "/don-hang/CP-26-1/",
    }
    number = Message.objects.count() or ""
    return Message.objects.create(
        key=f"k-{channel}{number}", channel=channel, recipient=recipient, **{**facts, **fields}
    )


@pytest.fixture
def service():
    with http_service() as running:
        yield running


def use(settings, channel: str, name: str) -> None:
    settings.MESSAGE_PROVIDERS = {**settings.MESSAGE_PROVIDERS, channel: name}


@pytest.fixture
def sms(settings, service):
    use(settings, "sms", "http")
    settings.SMS_URL, settings.SMS_TOKEN, settings.SMS_SENDER = f"{service.address}/gui", "bí-mật".encode().hex(), "CHO"
    return service


def test_sms_is_posted_with_number_text_sender_and_key(sms, settings):
    provider_of("sms").send(message("sms"))
    path, headers, body = sms.requests[0]
    assert (path, headers["authorization"]) == ("/gui", f"Bearer {settings.SMS_TOKEN}")
    assert json.loads(body) == {"to": PHONE, "from": "CHO", "text": "Hàng đã tới", "reference": "k-sms"}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((503, {}), DeliveryFailed),
        ((429, {}), DeliveryFailed),
        ((401, {}), DeliveryFailed),
        ((400, {}), Undeliverable),
        ((302, {}), DeliveryFailed),
        ((200, b"<html>"), DeliveryFailed),
    ],
)
def test_what_the_gateway_refuses_is_tried_again_or_not(sms, answer, error):
    sms.answers = [answer]
    with pytest.raises(error):
        provider_of("sms").send(message("sms"))


def test_a_gateway_that_is_away_is_tried_again(settings):
    use(settings, "sms", "http")
    settings.SMS_URL = "http://127.0.0.1:9/"
    with pytest.raises(DeliveryFailed):
        provider_of("sms").send(message("sms"))


@pytest.fixture
def zalo(settings, service):
    use(settings, "zalo", "zns")
    settings.ZALO_URL = settings.ZALO_OAUTH_URL = service.address
    settings.ZALO_APP_ID, settings.ZALO_APP_SECRET, settings.ZALO_REFRESH_TOKEN = "app", "secret", "first"
    settings.ZALO_TEMPLATES = {"ready_to_collect": "300002"}
    return service


TOKEN = (200, {"access_token": "day", "refresh_token": "second", "expires_in": "90000"})


def test_zalo_renews_its_token_once_and_sends_the_registered_template(zalo):
    zalo.answers = [TOKEN, (200, {"error": 0, "message": "Success", "data": {"msg_id": "1"}})]
    sent = message("zalo")
    provider_of("zalo").send(sent)
    provider_of("zalo").send(sent)
    (renewal, renewal_headers, form), *sends = zalo.requests
    assert (renewal, renewal_headers["secret_key"]) == ("/v4/oa/access_token", "secret")
    assert parse_qs(form.decode()) == {
        "app_id": ["app"],
        "refresh_token": ["first"],
        "grant_type": ["refresh_token"],
    }
    assert [(path, headers["access_token"]) for path, headers, _ in sends] == [("/message/template", "day")] * 2
    assert json.loads(sends[0][2]) == {
        "phone": "84912345678",
        "template_id": "300002",
        "template_data": {"so_don": "CP-26-1", "noi_dung": "Hàng đã tới"},
        "tracking_id": str(sent.pk),
    }
    kept = ProviderToken.objects.get()
    assert opened(kept.refresh_sealed) == "second" and "second" not in kept.refresh_sealed


def test_a_refused_zalo_token_is_renewed_at_the_next_attempt(zalo):
    zalo.answers = [TOKEN, (200, {"error": -124, "message": "token"}), TOKEN, (200, {"error": 0})]
    sent = message("zalo")
    with pytest.raises(DeliveryFailed):
        provider_of("zalo").send(sent)
    provider_of("zalo").send(sent)
    assert [path for path, *_ in zalo.requests].count("/v4/oa/access_token") == 2


def test_zalo_without_account_or_template_is_final(zalo):
    zalo.answers = [TOKEN, (200, {"error": -118, "message": "Zalo account not existed"})]
    with pytest.raises(Undeliverable):
        provider_of("zalo").send(message("zalo"))
    with pytest.raises(Undeliverable, match="no Zalo template"):
        provider_of("zalo").send(message("zalo", template="run_moved"))


def test_mail_carries_text_number_and_link(settings):
    use(settings, "email", "smtp")
    with mail_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        provider_of("email").send(message("email", "lan@thu.vn"))
        server.refuses.add("sai@thu.vn")
        with pytest.raises(Undeliverable):
            provider_of("email").send(message("email", "sai@thu.vn"))
    [(to, letter)] = server.letters
    mail = message_from_bytes(letter, policy=default)
    text = mail.get_content()
    assert (to, mail["Subject"]) == ("lan@thu.vn", "Đơn CP-26-1")
    assert "Hàng đã tới" in text and f"{settings.SITE_URL}/don-hang/CP-26-1/" in text
    with pytest.raises(DeliveryFailed):
        provider_of("email").send(message("email", "lan@thu.vn"))


def browser() -> tuple[ec.EllipticCurvePrivateKey, bytes, dict[str, str]]:
    """Return a browser's key, its secret and what it hands to a site."""
    key, secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    b64 = lambda raw: base64.urlsafe_b64encode(raw).rstrip(b"=").decode()  # noqa: E731
    return key, secret, {"p256dh": b64(point), "auth": b64(secret)}


@pytest.fixture
def push(settings, service, capsys):
    call_command("new_vapid_key")
    settings.VAPID_PRIVATE_KEY = capsys.readouterr().out.strip()
    use(settings, "push", "webpush")
    service.answers = [(201, {})]
    return service


def test_push_can_be_read_by_the_browser_alone_and_is_signed(push):
    key, secret, keys = browser()
    device = PushDevice.objects.create(topic="t", endpoint=f"{push.address}/x", created_at=timezone.now(), **keys)
    provider_of("push").send(message("push", str(device.pk)))
    _, headers, body = push.requests[0]
    notice = json.loads(http_ece.decrypt(body, private_key=key, auth_secret=secret, version="aes128gcm"))
    assert notice == {"title": "Đơn CP-26-1", "body": "Hàng đã tới", "link": "/don-hang/CP-26-1/"}
    assert headers["content-encoding"] == "aes128gcm" and int(headers["ttl"]) > 0
    assert f"k={public_key()}" in headers["authorization"]


@pytest.mark.parametrize(("status", "error", "left"), [(410, Undeliverable, 0), (503, DeliveryFailed, 1)])
def test_a_browser_that_is_gone_is_forgotten(push, status, error, left):
    push.answers = [(status, {})]
    device = PushDevice.objects.create(
        topic="t", endpoint=f"{push.address}/x", created_at=timezone.now(), **browser()[2]
    )
    with pytest.raises(error):
        provider_of("push").send(message("push", str(device.pk)))
    assert PushDevice.objects.count() == left
