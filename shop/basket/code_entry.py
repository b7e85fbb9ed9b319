"""Entering a voucher's code from a page, for the visitor's own basket."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.basket.applied import goods_in
from shop.basket.queries import contents_of
from shop.vouchers.domain import entering
from shop.vouchers.domain.refusals import VoucherRefused


def use_code(request: HttpRequest, typed: str) -> str:
    """Enter a code for the visitor's basket; return why it was refused, "" when it stands there now."""
    if not typed.strip():
        return _("Ghi mã giảm giá, ví dụ CHOPHIEN20.")
    contents = contents_of(request.basket)
    if not contents.parts:
        return _("Giỏ đang trống. Chọn hàng trước rồi ghi mã.")
    user = request.user if request.user.is_authenticated else None
    try:
        refusal = entering.enter(
            basket_id=request.basket.pk, code=typed, goods=goods_in(contents), user=user, at=timezone.now()
        )
    except VoucherRefused as refused:
        return refused.message
    if refusal is None:
        messages.success(request, _("Đã dùng mã %(code)s.") % {"code": entering.plain(typed)})
    return ""
