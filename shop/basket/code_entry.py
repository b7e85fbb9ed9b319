"""Entering a voucher's code from a page, for the visitor's own basket. Guessing codes is slowed down.

Only codes that do not exist count. Each buyer, by account or basket, has a limit; who did not sign in also shares one
with everybody on the same network, because a new basket costs nothing. Signing in leaves the network's limit behind,
so that buyers behind one address are not shut out by a guesser among them.
"""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.basket.applied import goods_in
from shop.basket.queries import contents_of
from shop.vouchers.domain import entering
from shop.vouchers.domain.refusals import UnknownCode, VoucherRefused

BUYER, NETWORK = "voucher_guess", "voucher_guess_network"


def use_code(request: HttpRequest, typed: str) -> str:
    """Enter a code for the visitor's basket; return why it was refused, "" when it stands there now."""
    if not typed.strip():
        return _("Ghi mã giảm giá, ví dụ CHOPHIEN20.")
    contents = contents_of(request.basket)
    if not contents.parts:
        return _("Giỏ đang trống. Chọn hàng trước rồi ghi mã.")
    if too_often := _too_often(request):
        return too_often
    user = request.user if request.user.is_authenticated else None
    try:
        refusal = entering.enter(
            basket_id=request.basket.pk, code=typed, goods=goods_in(contents), user=user, at=timezone.now()
        )
    except UnknownCode as refused:
        _count(request)
        return refused.message
    except VoucherRefused as refused:
        return refused.message
    if refusal is None:
        messages.success(request, _("Đã dùng mã %(code)s.") % {"code": entering.plain(typed)})
    return ""


def _too_often(request: HttpRequest) -> str:
    """Return what to do when somebody typed too many codes that do not exist, "" when one may go on."""
    if not _allowed(request, BUYER, dry_run=True):
        return _("Bạn gõ sai mã nhiều lần rồi. Đợi 10 phút rồi gõ lại, hoặc để trống mà đặt tiếp.")
    if request.user.is_anonymous and not _allowed(request, NETWORK, dry_run=True):
        return _("Mạng bạn đang dùng gõ sai nhiều mã. Đăng nhập rồi gõ lại mã, hoặc để trống mà đặt tiếp.")
    return ""


def _count(request: HttpRequest) -> None:
    _allowed(request, BUYER)
    if request.user.is_anonymous:
        _allowed(request, NETWORK)


def _allowed(request: HttpRequest, action: str, *, dry_run: bool = False) -> bool:
    key = f"basket:{request.basket.pk}" if request.user.is_anonymous else f"user:{request.user.pk}"
    return ratelimit.consume(request, action=action, key=key, dry_run=dry_run)
