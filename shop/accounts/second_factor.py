"""The second factor of staff: a six-digit code from an authenticator app (TOTP, RFC 6238)."""

from __future__ import annotations

import time

from allauth.account.authentication import get_authentication_records
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.http import HttpRequest

from shop.accounts.models import User

GOOD_FOR_SECONDS = 12 * 60 * 60


def is_enrolled(user: User) -> bool:
    """Return whether the user has an authenticator app."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def used_in(request: HttpRequest) -> bool:
    """Return whether this session was opened, or renewed, with the second factor in the last twelve hours."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" and time.time() - record["at"] < GOOD_FOR_SECONDS for record in records)


def required_and_missing(request: HttpRequest) -> bool:
    """Return whether staff must still use the second factor in this session."""
    return bool(settings.STAFF_SECOND_FACTOR) and not used_in(request)


def enroll(user: User, secret: str) -> None:
    """Give the user this base32 secret, replacing the one before."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(user, secret)


def current_code(secret: str) -> str:
    """Return the six digits the secret shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // app_settings.TOTP_PERIOD))
