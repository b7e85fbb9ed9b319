"""Tax codes on invoices: 10 digits, 10-3 of a branch, or the 12 digits of a person."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as WrongNumber
from stdnum.vn import mst

PERSONAL_DIGITS = 12


def parse_tax_code(text: str) -> str:
    """Return "0100233488", "0100233488-001" or 12 digits; blanks and dots are ignored.

    Individuals and households use their personal number of 12 digits since 1 July 2025; it has no check digit.
    Raises ValidationError with a sentence that says what to mend.
    """
    digits = re.sub(r"[\s.\-]", "", text)
    if not (digits.isascii() and digits.isdigit()):
        raise ValidationError(_("Mã số thuế chỉ gồm chữ số, ví dụ 0100233488."), code="tax_code")
    if len(digits) == PERSONAL_DIGITS:
        return digits
    if len(digits) not in {10, 13}:
        raise ValidationError(
            _("Mã số thuế có 10 số, 13 số (chi nhánh) hoặc 12 số (cá nhân); bạn đã ghi %(n)d số.") % {"n": len(digits)},
            code="tax_code",
        )
    try:
        return str(mst.format(mst.validate(digits)))
    except WrongNumber as error:
        raise ValidationError(
            _("Mã số thuế này sai số kiểm tra. Hãy xem lại từng chữ số trên giấy đăng ký."), code="tax_code"
        ) from error
