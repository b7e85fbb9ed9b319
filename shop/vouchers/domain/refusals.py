"""Why a voucher cannot be used or made: each a sentence that says what to do."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from shop.money.formatting import vnd
from shop.vouchers.models import Voucher
from shop.vouchers.words import goods_words


class VoucherRefused(Exception):
    """`message`: a Vietnamese sentence. `may_stay`: it can become usable by what the buyer does with the basket."""

    may_stay = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UnknownCode(VoucherRefused):
    def __init__(self, code: str) -> None:
        super().__init__(_("Không có mã “%(code)s”. Xem lại từng chữ, hoặc để trống rồi đặt tiếp.") % {"code": code})


class NotBegun(VoucherRefused):
    def __init__(self, voucher: Voucher) -> None:
        super().__init__(_("Mã %(code)s dùng được từ %(day)s.") % _told(voucher, voucher.starts_on))


class Over(VoucherRefused):
    def __init__(self, voucher: Voucher) -> None:
        super().__init__(
            _("Mã %(code)s đã hết hạn ngày %(day)s. Bỏ mã này để đặt tiếp.") % _told(voucher, voucher.ends_on)
        )


class NotIssued(VoucherRefused):
    def __init__(self, voucher: Voucher) -> None:
        super().__init__(_("Mã %(code)s đang tạm dừng. Bỏ mã này để đặt tiếp, hoặc dùng mã khác.") % _told(voucher))


class UsedUp(VoucherRefused):
    def __init__(self, voucher: Voucher) -> None:
        super().__init__(_("Mã %(code)s đã hết lượt. Bỏ mã này để đặt tiếp, hoặc dùng mã khác.") % _told(voucher))


class UsedByBuyer(VoucherRefused):
    def __init__(self, voucher: Voucher) -> None:
        text = _("Mã %(code)s mỗi người dùng %(n)s lần, bạn đã dùng đủ. Bỏ mã này để đặt tiếp.")
        super().__init__(text % {**_told(voucher), "n": voucher.uses_per_buyer})


class NoGoods(VoucherRefused):
    may_stay = True

    def __init__(self, voucher: Voucher) -> None:
        text = _("Mã %(code)s chỉ dùng cho %(goods)s, giỏ chưa có món nào như vậy. Thêm món đó, hoặc bỏ mã.")
        super().__init__(text % {**_told(voucher), "goods": goods_words(voucher)})


class BelowMinimum(VoucherRefused):
    may_stay = True

    def __init__(self, voucher: Voucher, missing_vnd: int) -> None:
        text = _("Mua thêm %(missing)s %(goods)s để dùng mã %(code)s (từ %(minimum)s).")
        told = {"missing": vnd(missing_vnd), "minimum": vnd(voucher.minimum_vnd), "goods": goods_words(voucher)}
        super().__init__(text % {**_told(voucher), **told})


class CannotBeMade(Exception):
    """A voucher as asked cannot be. `field`: which answer is wrong; `message`: what to write."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


def _told(voucher: Voucher, day: datetime.date | None = None) -> dict[str, object]:
    return {"code": voucher.code, "day": f"{day:%d/%m/%Y}" if day else ""}
