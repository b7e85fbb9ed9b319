"""Add goods to an order that its run still takes: choose the run, then shop on."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shop.checkout import draft
from shop.checkout.domain.adding import open_stops
from shop.checkout.views.order import for_the_buyer
from shop.order.models import Order


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_buyer
def add_view(request: HttpRequest, order: Order) -> HttpResponse:
    """GET says what adding means, POST remembers the run and leads to the goods, or to checkout when some wait."""
    stops = open_stops(order=order, at=timezone.now())
    if request.method == "POST":
        chosen = next((stop for stop in stops if str(stop.pk) == request.POST.get("stop")), None)
        if chosen is not None:
            draft.start_adding(request, order, chosen)
            messages.info(request, _("Chọn thêm hàng rồi đặt. Hàng thêm nhận cùng đơn %(n)s.") % {"n": order.number})
            has_goods = request.basket.pk and request.basket.lines.exists()
            return redirect("basket:summary" if has_goods else "storefront:search")
        messages.error(request, _("Chuyến này không nhận thêm nữa."))
    response = render(request, "checkout/add.html", {"order": order, "stops": stops})
    # Under "no-referrer" browsers send the form with "Origin: null", which no token check can accept.
    response["Referrer-Policy"] = "same-origin"
    return response
