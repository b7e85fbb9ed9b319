"""Tax codes valid for a legal type.

Organisations: 10 digits with a check digit, or those and 3 digits of a branch. People: since 1 July 2025 the 12-digit
personal number stands for the tax code; it has no check digit, only a province of registration, 001 to 096.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as NumberWrong
from stdnum.vn import mst

from sellers.onboarding.requirements import TaxCodeKind

LAST_PROVINCE = 96


def clean_tax_code(text: str, kind: TaxCodeKind) -> str:
    """Return "4500210123", "4500210123-001" or a 12-digit number. Raises ValidationError saying what to mend."""
    digits = re.sub(r"[\s.\-]", "", text or "")
    if not digits:
        raise ValidationError(_("Hãy ghi mã số thuế."), code="tax_code")
    if not digits.isascii() or not digits.isdigit():
        raise ValidationError(_("Mã số thuế chỉ gồm chữ số."), code="tax_code")
    return _of_person(digits) if kind is TaxCodeKind.PERSON else _of_organisation(digits)


def clean_personal_number(text: str) -> str:
    """Return a 12-digit personal number. Raises ValidationError saying what to mend."""
    digits = re.sub(r"[\s.\-]", "", text)
    if not re.fullmatch(r"[0-9]{12}", digits) or not 1 <= int(digits[:3]) <= LAST_PROVINCE:
        raise ValidationError(
            _("Số căn cước có 12 chữ số, bắt đầu bằng mã tỉnh từ 001 đến 096. Hãy xem lại."), code="id_number"
        )
    return digits


def _of_organisation(digits: str) -> str:
    if len(digits) == 12:
        raise ValidationError(
            _("Đây là số căn cước. Doanh nghiệp, hợp tác xã dùng mã số thuế 10 hoặc 13 số."), code="tax_code"
        )
    if len(digits) not in {10, 13}:
        raise ValidationError(
            _("Mã số thuế có 10 chữ số, hoặc 13 với chi nhánh; ở đây có %(n)d.") % {"n": len(digits)}, code="tax_code"
        )
    try:
        mst.validate(digits)
    except NumberWrong:
        raise ValidationError(_("Mã số thuế này có chữ số sai. Hãy xem lại trên giấy."), code="tax_code") from None
    return digits if len(digits) == 10 else f"{digits[:10]}-{digits[10:]}"


def _of_person(digits: str) -> str:
    if len(digits) != 12:
        raise ValidationError(
            _("Hộ kinh doanh, tổ hợp tác, cá nhân dùng số căn cước 12 chữ số; ở đây có %(n)d.") % {"n": len(digits)},
            code="tax_code",
        )
    if not 1 <= int(digits[:3]) <= LAST_PROVINCE:
        raise ValidationError(_("Số căn cước bắt đầu bằng mã tỉnh từ 001 đến 096. Hãy xem lại."), code="tax_code")
    return digits
