"""Signing in by password, and the second factor of staff."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.accounts.second_factor import current_code, enroll, is_enrolled
from tests.factories.people import GrantFactory, UserFactory
from tests.shop.accounts.test_code_sign_in import KNOWN, ask_code, confirm, signed_in_user
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

PASSWORD = "mat-khau-thu-nghiem"


@pytest.fixture(autouse=True)
def _no_used_codes() -> None:
    cache.clear()


def log_in(client: Client, password: str = PASSWORD, **data: str) -> object:
    return client.post(reverse("account_login"), {"login": "0912 345 678", "password": password, **data})


def test_the_right_password_signs_in() -> None:
    user, client = UserFactory(phone=KNOWN), Client()
    assert log_in(client, next="/gio-hang/")["Location"] == "/gio-hang/"
    assert signed_in_user(client) == user


@pytest.mark.parametrize(
    ("role", "room"),
    [
        (None, "/tai-khoan/"),
        (Role.DRIVER, "/chuyen-xe/"),
        (Role.REVIEWER, "/quan-tri/"),
    ],
)
def test_signing_in_leads_to_the_room_one_works_in(role: Role | None, room: str) -> None:
    user = UserFactory(phone=KNOWN)
    if role:
        GrantFactory(user=user, role=role)
    assert log_in(Client())["Location"] == room


def test_a_wrong_password_and_an_unknown_phone_sound_the_same() -> None:
    UserFactory(phone=KNOWN)
    wrong = log_in(Client(), "khong-phai-mat-khau").content.decode()
    unknown = Client().post(reverse("account_login"), {"login": "0987654321", "password": PASSWORD}).content.decode()
    for page in (wrong, unknown):
        assert "Số điện thoại hoặc mật khẩu chưa đúng" in page
        assert PASSWORD not in page


def test_password_guessing_is_stopped(settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key"}
    UserFactory(phone=KNOWN)
    client = Client()
    for n in range(5):
        log_in(client, f"doan-{n}")
    assert "Đã thử quá nhiều lần" in log_in(client).content.decode()
    assert signed_in_user(client) is None


def test_an_account_without_password_cannot_sign_in_by_password() -> None:
    User.objects.create_user(KNOWN)
    client = Client()
    log_in(client, "")
    log_in(client, "!")
    assert signed_in_user(client) is None


def test_staff_enter_the_authenticator_code_after_the_password() -> None:
    user, client, secret = UserFactory(phone=KNOWN), Client(), generate_totp_secret()
    enroll(user, secret)
    assert log_in(client)["Location"] == reverse("mfa_authenticate")
    assert signed_in_user(client) is None
    assert "Mã chưa đúng" in client.post(reverse("mfa_authenticate"), {"code": "abcdef"}).content.decode()
    client.post(reverse("mfa_authenticate"), {"code": current_code(secret)})
    assert signed_in_user(client) == user


def test_a_phone_code_does_not_replace_the_authenticator() -> None:
    user, client, secret = UserFactory(phone=KNOWN), Client(), generate_totp_secret()
    enroll(user, secret)
    assert confirm(client, ask_code(client, KNOWN))["Location"] == reverse("mfa_authenticate")
    assert signed_in_user(client) is None


def test_an_authenticator_code_works_once() -> None:
    user, secret = UserFactory(phone=KNOWN), generate_totp_secret()
    enroll(user, secret)
    code = current_code(secret)
    for expected in (user, None):
        client = Client()
        log_in(client)
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert signed_in_user(client) == expected


def test_authenticator_secrets_are_not_readable_in_the_database() -> None:
    user, secret = UserFactory(), generate_totp_secret()
    enroll(user, secret)
    stored = Authenticator.objects.get(user=user)
    assert secret not in str(stored.data)
    assert len(current_code(secret)) == 6


def test_staff_without_an_authenticator_are_led_to_set_it_up() -> None:
    user = UserFactory()
    client = sign_in(user, second_factor=False)
    response = client.get(reverse("account_second_factor"), {"next": "/quan-tri/"})
    assert response["Location"] == "/tai-khoan/hai-lop/bat/?next=%2Fquan-tri%2F"
    # A stolen session is not enough to set one up: the password is asked again.
    assert client.get(reverse("mfa_activate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    client.post(reverse("mfa_activate_totp"), {"code": current_code(client.session["mfa.totp.secret"])})
    assert is_enrolled(user)
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_a_forgotten_password_is_replaced_after_a_code() -> None:
    user, client = UserFactory(phone=KNOWN), Client()
    page = client.get(reverse("account_reset_password"))
    assert page["Location"] == "/tai-khoan/ma-dang-nhap/?next=%2Ftai-khoan%2Fmat-khau%2Fdat%2F"
    confirm(client, ask_code(client, KNOWN), reverse("account_set_password"))
    other = sign_in(user)
    new = {"password1": "con-ga-trong-gay-sang", "password2": "con-ga-trong-gay-sang"}
    assert client.post(reverse("account_set_password"), new).status_code == 302
    user.refresh_from_db()
    assert user.check_password("con-ga-trong-gay-sang")
    assert other.get(reverse("account_change_password")).status_code == 302  # other devices are signed out


def test_a_session_without_a_fresh_code_must_know_the_old_password() -> None:
    client = sign_in(UserFactory())
    new = {"password1": "con-ga-trong-gay-sang", "password2": "con-ga-trong-gay-sang"}
    assert client.post(reverse("account_set_password"), new)["Location"] == reverse("account_change_password")


@pytest.mark.parametrize("password", ["1234567890", "ngan"])
def test_a_weak_new_password_is_refused(password: str) -> None:
    client = sign_in(User.objects.create_user(KNOWN))
    page = client.post(reverse("account_set_password"), {"password1": password, "password2": password})
    assert page.status_code == 200


def test_every_sign_in_page_renders_for_who_may_see_it() -> None:
    visitor, user = Client(), UserFactory()
    for name in ("account_login", "account_request_login_code", "account_inactive"):
        assert visitor.get(reverse(name)).status_code == 200
    enroll(user, generate_totp_secret())
    client = sign_in(user)
    for name in (
        "account_logout",
        "account_change_password",
        "mfa_index",
        "mfa_reauthenticate",
        "account_reauthenticate",
    ):
        assert client.get(reverse(name)).status_code == 200, name
