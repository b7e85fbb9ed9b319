"""A page that stands for a buyer's bank application; it exists only where the demo market is on."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop.demo.bank import transfer, waiting_transfers
from shop.money.formatting import vnd
from shop.payment.providers import provider

OUTCOMES = {
    "received": "Ngân hàng đã báo cho chợ, tiền được ghi vào đơn.",
    "unmatched": "Ngân hàng đã báo cho chợ. Nội dung không có mã đơn, nên khoản này chờ người đối soát.",
}


@never_cache
@require_http_methods(["GET", "POST"])
def bank(request: HttpRequest) -> HttpResponse:
    """Show what waits for a transfer; POST transfers any amount with any content."""
    if not settings.DEMO_MARKET or not provider("vietqr").is_ready():
        raise Http404
    amount, content = request.POST.get("so_tien", "").replace(".", ""), request.POST.get("noi_dung", "").strip()[:100]
    if request.method == "POST" and re.fullmatch(r"[1-9]\d{0,10}", amount):
        outcome = transfer(amount_vnd=int(amount), content=content, at=timezone.now())
        said = _(OUTCOMES.get(outcome, "Ngân hàng đã báo cho chợ."))
        messages.success(request, _("Đã chuyển %(amount)s. ") % {"amount": vnd(int(amount))} + said)
        return redirect("demo:bank")
    if request.method == "POST":
        messages.error(request, _("Ghi số tiền bằng chữ số, ví dụ 120000."))
    context = {"waiting": waiting_transfers(), "amount": amount, "content": content}
    return render(request, "demo/bank.html", context, status=422 if request.method == "POST" else 200)
