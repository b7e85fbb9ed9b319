"""How authenticator secrets are kept: encrypted in the database."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from shop.accounts.models import User
from shop.accounts.phones import masked


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are encrypted with a key made from SECRET_KEY; SECRET_KEY_FALLBACKS still decrypt."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Mã chưa đúng hoặc đã dùng. Hãy chờ ứng dụng hiện mã mới rồi ghi lại."),
    }

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: User) -> str:
        return masked(user.phone)


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"shop.accounts.mfa:" + secret.encode()).digest())
