"""A seller's own home delivery: brought, paid."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shop.accounts.permissions import seller_staff
from shop.fulfilment.domain.home_delivery import deliver_home
from shop.fulfilment.domain.refusal import Refused
from shop.money.formatting import vnd
from shop.seller_centre.views.orders import own_order


@require_POST
@seller_staff()
def delivered(request: HttpRequest, number: str) -> HttpResponse:
    """Mark an order delivered to the door; its cash, as shown on the page, is with the seller."""
    order = own_order(request, number)
    typed = request.POST.get("cash_vnd", "")
    if not re.fullmatch(r"[0-9]{1,12}", typed) or "is_paid" not in request.POST:
        messages.error(request, _("Tích ô khách đã nhận và trả đủ tiền, rồi ghi đã giao."))
        return redirect("seller_centre:order", number=order.number)
    try:
        deliver_home(seller_order=order, actor=request.user, cash_vnd=int(typed), at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        told = {"number": order.number, "cash": vnd(int(typed))}
        messages.success(request, _("Đã ghi đơn %(number)s giao xong, thu %(cash)s.") % told)
    return redirect("seller_centre:order", number=order.number)
