"""A buyer asks the point to keep the goods longer."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shop.checkout.views.order import for_the_buyer
from shop.fulfilment.collecting.domain.extending import extend, may_extend
from shop.fulfilment.collecting.queries import extensions_of
from shop.fulfilment.domain.refusal import Refused
from shop.order.models import Order
from shop.shipping.models import RunStop


@require_http_methods(["GET", "POST"])
@for_the_buyer
def extend_view(request: HttpRequest, order: Order, stop: int) -> HttpResponse:
    """GET says until when it would be kept, POST asks for it."""
    stops = RunStop.objects.filter(seller_orders__order=order).distinct()
    here = get_object_or_404(stops.select_related("point__commune"), pk=stop)
    if request.method == "POST":
        return _asked(request, order, here)
    context = {
        "order": order,
        "stop": here,
        "days": settings.COLLECT_EXTENSION_DAYS,
        "may_extend": may_extend(order, here, at=timezone.now()),
        "extension": extensions_of(order.pk).get(here.pk),
    }
    response = render(request, "checkout/extend.html", context)
    # Under "no-referrer" browsers send the form with "Origin: null", which no token check can accept.
    response["Referrer-Policy"] = "same-origin"
    return response


def _asked(request: HttpRequest, order: Order, here: RunStop) -> HttpResponse:
    actor = request.user if request.user.is_authenticated else None
    try:
        made = extend(order=order, run_stop=here, actor=actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        until = timezone.localtime(made.until)
        told = {"point": here.point.name, "until": f"{until.hour}:{until.minute:02d} {until.day}/{until.month}"}
        messages.success(request, _("%(point)s giữ hàng cho bạn tới %(until)s.") % told)
    return redirect(order)
