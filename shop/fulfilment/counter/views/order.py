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
from shop.fulfilment.collecting.queries import extensions_of
from shop.fulfilment.counter.forms import REFUSALS, HandOverForm, ProofForm, new_nonce
from shop.fulfilment.counter.proof import recall, remember
from shop.fulfilment.counter.views.stops import own_stop, render_stop
from shop.fulfilment.domain.finding import try_code
from shop.fulfilment.domain.handover import hand_over
from shop.fulfilment.domain.recalled import REASON
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.domain.undoing import may_undo, undo
from shop.fulfilment.models import HandOver, Parcel
from shop.fulfilment.queries.cash import due_vnd
from shop.fulfilment.queries.counter import Waiting, order_at
from shop.fulfilment.queries.holders import holders
from shop.fulfilment.queries.together import ready_together
from shop.money.formatting import vnd
from shop.order.models import Order, SellerOrder
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
    refused = _refused(request, waiting)
    taken = [parcel.pk for parcel in _boxes(request, waiting) if parcel.seller_order_id not in refused]
    form = HandOverForm(request.POST, parcel_ids=taken, has_refused=bool(refused))
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
            refused=refused,
            rest_waits=_is_early(request, waiting),
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except Refused as refusal:
        return _show(request, here, found, form_errors=[str(refusal)])
    messages.success(request, _told(found, done))
    return redirect("counter:order", pk=here.pk, number=found.number)


@point_operator
@require_POST
def undo_order(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """Take the hand-over back; the counter has a minute for it."""
    here = own_stop(request, pk)
    found = order_of(here, number)
    standing = HandOver.objects.filter(order=found, run_stop=here, undone_at=None).order_by("-pk")
    done = get_object_or_404(standing[:1])
    try:
        undo(hand_over=done, operator=request.user, at=timezone.now())  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã hoàn tác. Nhận lại hàng, trả lại tiền cho khách rồi ghi lại."))
    return redirect("counter:order", pk=here.pk, number=found.number)


def _refused(request: HttpRequest, waiting: Waiting) -> set[int]:
    """Return the seller orders of this page that the buyer does not take, and those that may not be given."""
    named = (request.POST if request.method == "POST" else request.GET).getlist("tra")
    recalled = waiting.recalled if waiting.hand_over is None else []
    return {part.pk for part in waiting.parts if str(part.pk) in named or part in recalled}


def _is_early(request: HttpRequest, waiting: Waiting) -> bool:
    """Whether what is here is to be given while the rest is waited for."""
    named = request.POST if request.method == "POST" else request.GET
    return bool(named.get("truoc")) and bool(waiting.ready_parts)


def _parts(request: HttpRequest, waiting: Waiting) -> list[SellerOrder]:
    return waiting.ready_parts if _is_early(request, waiting) else waiting.parts


def _boxes(request: HttpRequest, waiting: Waiting) -> list[Parcel]:
    ids = {part.pk for part in _parts(request, waiting)}
    return [parcel for parcel in waiting.parcels if parcel.seller_order_id in ids]


def _told(found: Order, done: HandOver) -> str:
    if not done.is_given:
        return _("Đã ghi %(name)s không nhận. Để riêng các kiện, chờ tài xế lấy về.") % {"name": found.buyer_name}
    if done.rest_waits:
        return _("Đã giao phần đã tới cho %(name)s, thu %(cash)s. Phần còn lại khách nhận sau bằng mã này.") % {
            "name": found.buyer_name,
            "cash": vnd(done.cash_vnd),
        }
    return _("Đã giao cho %(name)s, thu %(cash)s. Mời khách tiếp theo.") % {
        "name": found.buyer_name,
        "cash": vnd(done.cash_vnd),
    }


def _show(request: HttpRequest, here: RunStop, found: Order, **context: Any) -> HttpResponse:
    waiting = order_at(here, found)
    who = holders(waiting.missing) if waiting.missing else {}
    refused = _refused(request, waiting)
    proof, parts = recall(request, here.pk, found.pk), _parts(request, waiting)
    last = waiting.hand_over or (waiting.visits[-1] if waiting.visits else None)
    context = {
        "parts": parts,
        "early": _is_early(request, waiting),
        "last": last,
        "refused": [part for part in parts if part.pk in refused],
        "taken": [parcel for parcel in _boxes(request, waiting) if parcel.seller_order_id not in refused],
        "cash_vnd": due_vnd(found, [part for part in parts if part.pk not in refused]),
        "reasons": REFUSALS,
        "reason": request.POST.get("reason") or (REASON if waiting.recalled else ""),
        "may_undo": last is not None and may_undo(last, at=timezone.now()),
        "waiting": waiting,
        "extension": extensions_of(found.pk).get(here.pk),
        "proof": proof,
        "together": ready_together(order=found, run_stop=here) if proof.is_proven else [],
        "missing": [(parcel, who[parcel.pk]) for parcel in waiting.missing],
        "nonce": request.POST.get("nonce") or new_nonce(),
        "ticked": {parcel.pk for parcel in waiting.parcels if str(parcel.pk) in request.POST.getlist("parcels")},
        "is_paid": bool(request.POST.get("is_paid")),
        **context,
    }
    return render_stop(request, here, **context)
