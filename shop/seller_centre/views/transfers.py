"""Where sellers collect: the owner says that a buyer's transfer came."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shop.accounts.enums import Role
from shop.accounts.permissions import seller_staff
from shop.money.formatting import vnd
from shop.payment.domain.own_account import NotAsExpected, NotWaiting, confirm_transfer
from shop.seller_centre.queries import orders_of
from shop.seller_centre.views.orders import order_page


@require_POST
@seller_staff([Role.SELLER_OWNER])
def received(request: HttpRequest, number: str) -> HttpResponse:
    """Count the transfer; what does not fit is said beside the fields, which keep what was typed."""
    part = get_object_or_404(orders_of(request.reach.owned_seller_ids), number=number)
    typed = {"amount": request.POST.get("so_tien", "").strip(), "reference": request.POST.get("ma_gd", "").strip()}
    try:
        amount_vnd = _read_amount(typed["amount"])
        reference = _read_reference(typed["reference"])
        confirm_transfer(
            part=part, amount_vnd=amount_vnd, bank_reference=reference, actor=request.user, at=timezone.now()
        )
    except NotAsExpected as problem:
        return order_page(request, part, transfer_error=str(problem), transfer=typed)
    except NotWaiting:
        messages.warning(request, _("Đơn %(number)s không còn chờ chuyển khoản.") % {"number": part.number})
    else:
        messages.success(request, _("Đã ghi nhận %(amount)s cho đơn.") % {"amount": vnd(amount_vnd)})
    return redirect("seller_centre:order", number=part.number)


def _read_amount(text: str) -> int:
    digits = re.sub(r"[\s.,₫]", "", text)
    if not re.fullmatch(r"[0-9]{1,12}", digits):
        raise NotAsExpected(_("Ghi số tiền bằng chữ số, ví dụ 120000."))
    return int(digits)


def _read_reference(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9\s\-./]{3,59}", text):
        raise NotAsExpected(_("Ghi mã giao dịch như trên tin báo của ngân hàng, ví dụ FT26330123456."))
    return text
