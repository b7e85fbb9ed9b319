"""One order at the counter: prove, hand over, take the cash."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shop.accounts.permissions import point_operator
from shop.fulfilment.counter.forms import HandOverForm, ProofForm, new_nonce
from shop.fulfilment.counter.proof import recall, remember
from shop.fulfilment.counter.views.stops import own_stop, render_stop
from shop.fulfilment.domain.finding import try_code
from shop.fulfilment.domain.handover import hand_over
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.queries.counter import order_at
from shop.fulfilment.queries.holders import holders
from shop.money.formatting import vnd
from shop.order.models import Order
from shop.shipping.models import RunStop


@point_operator
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Show what to hand over and the cash to take; POST confirms both in one step."""
    here = own_stop(request, pk)
    found = order_of(here, number)
    if request.method == "POST":
        return _confirm(request, here, found)
    return _show(request, here, found)


@point_operator
@require_POST
def prove(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Take the buyer's code, or the operator's word that name and phone agree."""
    here = own_stop(request, pk)
    found = order_of(here, number)
    form = ProofForm(request.POST)
    if not form.is_valid():
        return _show(request, here, found, proof_error=form.non_field_errors()[0])
    how = recall(request, here.pk, found.pk).found_by
    typed = form.cleaned_data["typed"]
    try:
        if typed:
            how = try_code(
                point=here.point,
                operator=request.user,  # type: ignore[arg-type]
                typed=typed,
                order=found,
                at=timezone.now(),
            ).found_by
    except Refused as refusal:
        return _show(request, here, found, proof_error=str(refusal))
    remember(request, here.pk, found.pk, found_by=how, is_proven=True)
    return redirect("counter:order", pk=here.pk, number=found.number)


def order_of(here: RunStop, number: str) -> Order:
    """Return an order of this stop, or answer 404."""
    return get_object_or_404(Order.objects.filter(seller_orders__run_stop=here).distinct(), number=number)


def _confirm(request: HttpRequest, here: RunStop, found: Order) -> HttpResponse:
    proof = recall(request, here.pk, found.pk)
    if not proof.is_proven:
        return _show(request, here, found, proof_error=_("Đối chiếu khách trước khi giao."))
    waiting = order_at(here, found)
    form = HandOverForm(request.POST, parcel_ids=[parcel.pk for parcel in waiting.parcels])
    if not form.is_valid():
        return _show(request, here, found, form_errors=[error for errors in form.errors.values() for error in errors])
    try:
        done = hand_over(
            order=found,
            run_stop=here,
            operator=request.user,  # type: ignore[arg-type]
            cash_vnd=form.cleaned_data["cash_vnd"],
            nonce=form.cleaned_data["nonce"],
            found_by=proof.found_by,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _show(request, here, found, form_errors=[str(refusal)])
    told = {"name": found.buyer_name, "cash": vnd(done.cash_vnd)}
    messages.success(request, _("Đã giao cho %(name)s, thu %(cash)s. Mời khách tiếp theo.") % told)
    return redirect("counter:stop", pk=here.pk)


def _show(request: HttpRequest, here: RunStop, found: Order, **context: Any) -> HttpResponse:
    waiting = order_at(here, found)
    who = holders(waiting.missing) if waiting.missing else {}
    context = {
        "waiting": waiting,
        "proof": recall(request, here.pk, found.pk),
        "missing": [(parcel, who[parcel.pk]) for parcel in waiting.missing],
        "nonce": request.POST.get("nonce") or new_nonce(),
        "ticked": {parcel.pk for parcel in waiting.parcels if str(parcel.pk) in request.POST.getlist("parcels")},
        "is_paid": bool(request.POST.get("is_paid")),
        **context,
    }
    return render_stop(request, here, **context)
