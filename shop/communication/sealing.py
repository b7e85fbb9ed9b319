"""Encrypt what must be read again, with a key derived from SECRET_KEY."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet
from django.conf import settings


def sealed(text: str) -> str:
    return _box().encrypt(text.encode()).decode()


def opened(text: str) -> str:
    return _box().decrypt(text.encode()).decode()


def _box() -> Fernet:
    key = hmac.new(settings.SECRET_KEY.encode(), b"provider-token", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))
