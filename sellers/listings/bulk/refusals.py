"""Why a row that can be read cannot be imported, and what to do about it."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from sellers.listings.bulk.columns import BY_FIELD, PACKING_NAME, PARENT, SKU
from sellers.listings.bulk.problems import Problem
from sellers.listings.domain.completeness import STEPS_SENTENCE
from sellers.listings.domain.risk import BAND_PERCENT
from shop.money.formatting import vnd


def nothing_begins(name: str) -> Problem:
    return Problem(column=BY_FIELD[name].heading, wrong=_("Hàng mới mà ô này trống."), mend=_("Điền ô này."))


def by_lots() -> Problem:
    return Problem(
        column=BY_FIELD["stock"].heading,
        wrong=_("Hàng này đếm theo lô, tồn kho là số trong các lô."),
        mend=_("Để trống ô này, thêm hoặc sửa lô ở trang Lô hàng."),
    )


def below_held(held: int) -> Problem:
    return Problem(
        column=BY_FIELD["stock"].heading,
        wrong=_("Đơn đã đặt đang giữ %(held)s, tồn kho không thể thấp hơn.") % {"held": held},
        mend=_("Ghi tồn kho từ %(held)s trở lên.") % {"held": held},
    )


def half_step(name: str) -> Problem:
    return Problem(
        column=BY_FIELD[name].heading,
        wrong=_("Mỗi bậc giá sỉ cần cả số lượng và giá."),
        mend=_("Điền ô này, hoặc ghi dấu - ở cả hai ô của bậc để bỏ bậc."),
    )


def past_day(name: str, day: datetime.date) -> Problem:
    return Problem(
        column=BY_FIELD[name].heading,
        wrong=_("Ngày %(day)s đã qua.") % {"day": f"{day:%d/%m/%Y}"},
        mend=_("Ghi ngày sắp tới, xem lại cả năm. Hàng đã có sẵn thì để trống, hoặc ghi dấu - để bỏ ngày cũ."),
    )


def unsound_step(name: str, base_vnd: int) -> Problem:
    return Problem(
        column=BY_FIELD[name].heading,
        wrong=_("Bậc giá sỉ này không khớp với giá đang bán %(price)s, hoặc với bậc trước nó.")
        % {"price": vnd(base_vnd)},
        mend=str(STEPS_SENTENCE),
    )


def far_price() -> Problem:
    return _far(_("Giá đổi quá %(percent)s%% so với giá đã duyệt"))


def far_packing_price() -> Problem:
    return _far(_("Giá quy cách đổi quá %(percent)s%% mỗi lần"))


def _far(what: str) -> Problem:
    waits = _("nên phải được duyệt, mà tin đang chờ xem hoặc còn thiếu.")
    return Problem(
        column=BY_FIELD["price_vnd"].heading,
        wrong=f"{what % {'percent': BAND_PERCENT}} {waits}",
        mend=_("Ghi giá gần giá đang bán, hoặc bổ sung tin cho đủ (đang chờ xem thì chờ xong) rồi nhập lại."),
    )


def waits() -> Problem:
    return Problem(
        column=BY_FIELD[SKU].heading,
        wrong=_("Tin này đang chờ người duyệt xem nên chưa sửa được."),
        mend=_("Rút tin lại trong trang Sản phẩm, hoặc chờ duyệt xong rồi nhập lại."),
    )


def nobody_sent() -> Problem:
    return Problem(column="", wrong=_("Tài khoản gửi tệp không còn."), mend=_("Đăng nhập lại và gửi tệp mới."))


def no_parent(sku: str) -> Problem:
    return Problem(
        column=BY_FIELD[PARENT].heading,
        wrong=_("Không có món chính nào mang mã “%s”, hoặc dòng của món đó còn lỗi.") % sku,
        mend=_("Thêm dòng của món chính vào tệp, sửa lỗi dòng đó, hoặc sửa mã ở ô này."),
    )


def code_of_a_good() -> Problem:
    return Problem(
        column=BY_FIELD[SKU].heading,
        wrong=_("Mã này là của một món khác nên không dùng cho quy cách được."),
        mend=_("Đặt cho quy cách một mã riêng, ví dụ mã của món rồi thêm -1L."),
    )


def nameless_packing() -> Problem:
    return Problem(
        column=BY_FIELD[PACKING_NAME].heading,
        wrong=_("Quy cách mới mà ô này trống."),
        mend=_("Ghi tên quy cách, ví dụ Chai 1 lít."),
    )


def too_many_packings(most: int) -> Problem:
    return Problem(
        column=BY_FIELD[PARENT].heading,
        wrong=_("Món này đã có đủ %(most)s quy cách.") % {"most": most},
        mend=_("Bỏ bớt quy cách trong trang Sản phẩm, hoặc làm thành món riêng."),
    )
