"""Signing in by a code sent to the phone, as a browser does it."""

import datetime
import re
import time

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from shop.accounts.models import User
from shop.communication.models import Message
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "+84912345678", "+84987654321"


def ask_code(client: Client, phone: str, next_page: str = "") -> str:
    """Ask for a code and return it, as the phone would show it."""
    response = client.post(reverse("account_request_login_code"), {"phone": phone, "next": next_page})
    assert response.status_code == 302, response.content.decode()
    return re.search(r"\b(\d{6})\b", last_message(phone).body).group(1)


def last_message(phone: str) -> Message:
    return Message.objects.filter(recipient=phone).latest("pk")


def confirm(client: Client, code: str, next_page: str = "") -> object:
    return client.post(reverse("account_confirm_login_code"), {"code": code, "next": next_page})


def signed_in_user(client: Client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_a_code_signs_a_known_phone_in_and_leads_back() -> None:
    user, client = UserFactory(phone=KNOWN), Client()
    code = ask_code(client, KNOWN, "/gio-hang/")
    response = confirm(client, code, "/gio-hang/")
    assert (response.status_code, response["Location"], signed_in_user(client)) == (302, "/gio-hang/", user)


def test_a_phone_never_seen_becomes_an_account_only_after_its_code() -> None:
    client = Client()
    code = ask_code(client, UNKNOWN)
    assert not User.objects.filter(phone=UNKNOWN).exists()
    confirm(client, code)
    user = User.objects.get(phone=UNKNOWN)
    assert signed_in_user(client) == user
    assert user.phone_verified_at is not None
    assert not user.has_usable_password()


def test_known_and_unknown_phones_get_the_same_answers() -> None:
    UserFactory(phone=KNOWN, full_name="Bùi Thị Cát")
    pages = []
    for phone in (KNOWN, UNKNOWN):
        client = Client()
        answer = client.post(reverse("account_request_login_code"), {"phone": phone})
        page = client.get(reverse("account_confirm_login_code"))
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.content.decode())
        pages.append(
            (answer.status_code, answer["Location"], text.replace("0912 345 678", "#").replace("0987 654 321", "#"))
        )
        assert "Bùi Thị Cát" not in text
    assert pages[0] == pages[1]
    assert Message.objects.filter(template="sign_in_code", is_secret=True).count() == 2


def test_a_wrong_code_is_refused_and_five_end_the_attempt() -> None:
    UserFactory(phone=KNOWN)
    client = Client()
    code = ask_code(client, KNOWN)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(4):
        page = confirm(client, wrong)
        assert "Mã chưa đúng" in page.content.decode()
    assert confirm(client, wrong).status_code == 302
    assert confirm(client, code).status_code == 302
    assert signed_in_user(client) is None


def test_a_code_dies_after_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    UserFactory(phone=KNOWN)
    client = Client()
    code = ask_code(client, KNOWN)
    later = time.time() + datetime.timedelta(minutes=5, seconds=1).total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)
    assert confirm(client, code)["Location"] == reverse("account_request_login_code")
    assert signed_in_user(client) is None


def test_a_code_works_once_and_only_in_the_session_that_asked() -> None:
    UserFactory(phone=KNOWN)
    mine, thief = Client(), Client()
    code = ask_code(mine, KNOWN)
    confirm(thief, code)
    assert signed_in_user(thief) is None
    confirm(mine, code)
    mine.post(reverse("account_logout"))
    confirm(mine, code)
    assert signed_in_user(mine) is None


def test_a_new_code_replaces_the_old_one() -> None:
    UserFactory(phone=KNOWN)
    client = Client()
    old = ask_code(client, KNOWN)
    client.post(reverse("account_confirm_login_code"), {"action": "resend"})
    new = re.search(r"\b(\d{6})\b", last_message(KNOWN).body).group(1)
    if old != new:
        confirm(client, old)
        assert signed_in_user(client) is None
    confirm(client, new)
    assert signed_in_user(client) is not None


def test_a_phone_gets_three_codes_in_five_minutes(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/5m/key"}
    cache.clear()
    for _ in range(3):
        ask_code(Client(), UNKNOWN)
    page = Client().post(reverse("account_request_login_code"), {"phone": UNKNOWN})
    assert "Hãy đợi 5 phút" in page.content.decode()
    assert Message.objects.filter(recipient=UNKNOWN).count() == 3


def test_a_mistyped_phone_keeps_the_input_and_says_what_to_mend() -> None:
    page = Client().post(reverse("account_request_login_code"), {"phone": "091234567"}).content.decode()
    assert "Số này thiếu 1 chữ số" in page
    assert 'value="091234567"' in page


def test_the_next_page_must_be_ours() -> None:
    UserFactory(phone=KNOWN)
    client = Client()
    response = confirm(client, ask_code(client, KNOWN, "https://evil.example/"), "https://evil.example/")
    assert response["Location"] == "/tai-khoan/"


def test_signing_in_changes_the_session_key() -> None:
    UserFactory(phone=KNOWN)
    client = Client()
    code = ask_code(client, KNOWN)
    before = client.session.session_key
    confirm(client, code)
    assert client.session.session_key != before


def test_a_deactivated_account_stays_outside() -> None:
    UserFactory(phone=KNOWN, is_active=False)
    client = Client()
    response = confirm(client, ask_code(client, KNOWN))
    assert response["Location"] == reverse("account_inactive")
    assert signed_in_user(client) is None


def test_leaving_needs_a_post() -> None:
    client = Client()
    client.force_login(UserFactory(), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("account_logout")).status_code == 200
    assert signed_in_user(client) is not None
    assert client.post(reverse("account_logout"))["Location"] == "/"
    assert signed_in_user(client) is None
