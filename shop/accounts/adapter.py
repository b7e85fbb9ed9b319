"""How django-allauth stores and verifies phone numbers here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.utils import timezone

from shop.accounts.models import User
from shop.accounts.phones import parse_mobile
from shop.communication.sending import tell


class AccountAdapter(DefaultAccountAdapter):
    """Phone numbers are E.164 on the user; codes leave through shop.communication."""

    def clean_phone(self, phone: str) -> str:
        return parse_mobile(phone)

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone = phone
        user.phone_verified_at = timezone.now() if verified else None
        user.save(update_fields=["phone", "phone_verified_at"])

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        return User.objects.filter(phone=phone).first()

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        now = timezone.now()
        tell(
            key=f"sign-in:{phone}:{now.isoformat()}",
            recipient=phone,
            template="sign_in_code",
            context={"code": code},
            is_secret=True,
        )
