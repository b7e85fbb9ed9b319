"""Vietnamese phone numbers: E.164 in the database, 0912 345 678 on screens, ••• 678 for others."""

from __future__ import annotations

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOBILE_DIGITS = 10


def parse_mobile(text: str) -> str:
    """Return a Vietnamese mobile number as E.164 (+84912345678).

    Accepts spaces, dots, dashes, +84 and 84. Raises ValidationError with a sentence that says what to mend.
    """
    digits = re.sub(r"[\s.\-()]", "", text or "")
    if not digits:
        raise ValidationError(_("Hãy ghi số điện thoại, ví dụ 0912 345 678."), code="phone")
    digits = re.sub(r"^(\+84|0084|84(?=[35789]\d{8}$))", "0", digits)
    if not (digits.isascii() and digits.isdigit()):
        raise ValidationError(_("Số điện thoại chỉ gồm chữ số, ví dụ 0912 345 678."), code="phone")
    _check_length(digits)
    if digits[:2] not in {"03", "05", "07", "08", "09"}:
        raise ValidationError(_("Số di động bắt đầu bằng 03, 05, 07, 08 hoặc 09."), code="phone")
    number = phonenumbers.parse(digits, "VN")
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(_("Số này không có ở nhà mạng nào. Hãy xem lại từng chữ số."), code="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _check_length(digits: str) -> None:
    missing = MOBILE_DIGITS - len(digits)
    if missing > 0:
        raise ValidationError(_("Số này thiếu %(n)d chữ số, ví dụ 0912 345 678.") % {"n": missing}, code="phone")
    if missing < 0:
        raise ValidationError(_("Số này thừa %(n)d chữ số, ví dụ 0912 345 678.") % {"n": -missing}, code="phone")


def national(phone: str) -> str:
    """Return "0912 345 678" for an E.164 number."""
    digits = "0" + phone.removeprefix("+84")
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}".strip()


def masked(phone: str) -> str:
    """Return "••• 678"."""
    return f"••• {phone[-3:]}"
