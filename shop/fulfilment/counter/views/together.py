"""Several orders of one buyer at the counter: one list of parcels, one sum, one step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shop.accounts.permissions import point_operator
from shop.fulfilment.counter.forms import HandOverForm, new_nonce
from shop.fulfilment.counter.proof import recall
from shop.fulfilment.counter.views.order import order_of
from shop.fulfilment.counter.views.stops import own_stop, render_stop
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.domain.together import hand_over_together
from shop.fulfilment.queries.counter import Waiting
from shop.fulfilment.queries.together import ready_together
from shop.money.formatting import vnd
from shop.order.models import Order
from shop.shipping.models import RunStop


@point_operator
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Show what a proven buyer has here altogether and the cash for it; POST hands all of it over."""
    here = own_stop(request, pk)
    found = order_of(here, number)
    if not recall(request, here.pk, found.pk).is_proven:
        return redirect("counter:order", pk=here.pk, number=found.number)
    if request.method == "POST":
        return _confirm(request, here, found)
    ready = ready_together(order=found, run_stop=here)
    if len(ready) == 1 or not ready:
        return redirect("counter:order", pk=here.pk, number=found.number)
    return _show(request, here, found, ready)


def _confirm(request: HttpRequest, here: RunStop, found: Order) -> HttpResponse:
    named = request.POST.getlist("don")
    ready = ready_together(order=found, run_stop=here)
    form = HandOverForm(request.POST, parcel_ids=_parcels([one for one in ready if one.order.number in named]))
    # When nothing is ready any more, the same form may have been sent twice: the nonce answers.
    if not form.is_valid() and ready:
        errors = [error for errors in form.errors.values() for error in errors]
        return _show(request, here, found, ready, form_errors=errors)
    try:
        done = hand_over_together(
            proven=found,
            orders=list(Order.objects.filter(number__in=named, seller_orders__run_stop=here).distinct()),
            run_stop=here,
            operator=request.user,  # type: ignore[arg-type]
            cash_vnd=form.cleaned_data.get("cash_vnd", 0),
            nonce=form.cleaned_data.get("nonce", ""),
            found_by=recall(request, here.pk, found.pk).found_by,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _show(request, here, found, ready, form_errors=[str(refusal)])
    told = {"n": len(done), "name": found.buyer_name, "cash": vnd(sum(one.cash_vnd for one in done))}
    messages.success(request, _("Đã giao %(n)s đơn cho %(name)s, thu %(cash)s. Mời khách tiếp theo.") % told)
    return redirect("counter:order", pk=here.pk, number=found.number)


def _parcels(orders: list[Waiting]) -> list[int]:
    return [parcel.pk for waiting in orders for parcel in waiting.parcels]


def _show(request: HttpRequest, here: RunStop, found: Order, ready: list[Waiting], **context: Any) -> HttpResponse:
    context = {
        "together": ready,
        "found": found,
        "parcels_n": len(_parcels(ready)),
        "cash_vnd": sum(waiting.cash_vnd for waiting in ready),
        "nonce": request.POST.get("nonce") or new_nonce(),
        "ticked": {pk for pk in _parcels(ready) if str(pk) in request.POST.getlist("parcels")},
        "is_paid": bool(request.POST.get("is_paid")),
        **context,
    }
    return render_stop(request, here, **context)
