"""How django-allauth stores and verifies phone numbers here."""

from __future__ import annotations

import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.accounts.enums import OFFICE_ROLES, SELLER_ROLES, Role
from shop.accounts.fields import PhoneField
from shop.accounts.models import User
from shop.accounts.phones import parse_mobile
from shop.accounts.reach import Reach
from shop.communication.sending import tell

ROOMS = (
    ("/quan-tri/", OFFICE_ROLES),
    ("/kenh-nguoi-ban/", SELLER_ROLES),
    ("/diem-truc/", {Role.POINT_OPERATOR}),
    ("/chuyen-xe/", {Role.DRIVER}),
)


class AccountAdapter(DefaultAccountAdapter):
    """Phone numbers are E.164 on the user; codes leave through shop.communication."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Tài khoản này đang tạm khóa. Hãy gọi hỗ trợ."),
        "phone_password_mismatch": _(
            "Số điện thoại hoặc mật khẩu chưa đúng. Hãy thử lại, hoặc đăng nhập bằng mã gửi tới điện thoại."
        ),
        "enter_current_password": _("Mật khẩu đang dùng chưa đúng. Hãy ghi lại."),
        "incorrect_code": _("Mã chưa đúng. Hãy xem lại tin nhắn mới nhất."),
        "incorrect_password": _("Mật khẩu chưa đúng. Hãy ghi lại."),
        "invalid_login": _("Số điện thoại hoặc mật khẩu chưa đúng."),
        "phone_taken": _("Số này đã có tài khoản. Hãy dùng số khác hoặc đăng nhập bằng số này."),
        "too_many_login_attempts": _("Đã thử quá nhiều lần. Hãy đợi 5 phút rồi thử lại."),
        "same_as_current": _("Đây là số đang dùng. Hãy ghi số mới."),
        "rate_limited": _("Đã gửi quá nhiều mã. Hãy đợi 5 phút rồi thử lại."),
    }

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        kwargs.pop("label", None)
        return PhoneField(**kwargs)

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

    def send_verification_code_sms(self, user: User | None, phone: str, code: str, **kwargs: Any) -> None:
        send_code(phone=phone, code=code, at=timezone.now())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead people to the room they work in; buyers to their orders."""
        roles = Reach(request.user).roles
        rooms = (room for room, entered_by in ROOMS if roles & entered_by)
        return next(rooms, None) or super().get_login_redirect_url(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url(super().get_login_redirect_url(request))


def send_code(*, phone: str, code: str, at: datetime.datetime) -> None:
    """Queue the message with a sign-in code; it is secret: only the demo page shows it."""
    tell(
        key=f"sign-in:{phone}:{at.isoformat()}",
        recipient=phone,
        template="sign_in_code",
        context={"code": code},
        is_secret=True,
    )
