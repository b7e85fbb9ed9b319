"""The drawer of a point: count it, hand money over, take back what nobody confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.permissions import point_operator
from shop.fulfilment.cash.domain.counting import count_drawer
from shop.fulfilment.cash.domain.remitting import hand_from_point, withdraw
from shop.fulfilment.cash.forms import CountForm, RemitForm
from shop.fulfilment.cash.models import RemittanceState
from shop.fulfilment.cash.queries import drawers_of, drivers_for
from shop.fulfilment.counter.forms import new_nonce
from shop.fulfilment.domain.refusal import Refused
from shop.money.formatting import vnd
from shop.shipping.models import PickUpPoint

SHOWN = 10


@point_operator
@require_safe
def drawer(request: HttpRequest, pk: int) -> HttpResponse:
    """What should be in the drawer, and what was done with it lately."""
    return _page(request, _own(request, pk))


@point_operator
@require_POST
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """Kiểm quỹ: what was counted; a difference is asked for its reason."""
    here, form = _own(request, pk), CountForm(request.POST)
    if not form.is_valid():
        return _page(request, here, count_form=form)
    data = form.cleaned_data
    try:
        done = count_drawer(
            point=here,
            operator=request.user,  # type: ignore[arg-type]
            counted_vnd=data["counted"],
            reason=data["reason"],
            nonce=data["nonce"],
            at=timezone.now(),
        )
    except Refused as refusal:
        form.fields["reason"].required = True  # and says so
        form.add_error("reason", str(refusal))
        return _page(request, here, count_form=form)
    if done.variance_vnd:
        messages.warning(request, _("Đã ghi lệch %(gap)s. Kế toán sẽ gọi.") % {"gap": vnd(done.variance_vnd)})
    else:
        messages.success(request, _("Quỹ đủ %(sum)s, khớp sổ.") % {"sum": vnd(done.counted_vnd)})
    return redirect("counter:drawer", pk=here.pk)


@point_operator
@require_POST
def remit(request: HttpRequest, pk: int) -> HttpResponse:
    """Nộp tiền: to a driver, or straight to the treasury."""
    here, form = _own(request, pk), RemitForm(request.POST)
    if not form.is_valid():
        return _page(request, here, remit_form=form)
    data = form.cleaned_data
    driver = get_object_or_404(drivers_for(here), pk=data["driver"]) if data["driver"] else None
    try:
        done = hand_from_point(
            point=here,
            operator=request.user,  # type: ignore[arg-type]
            driver=driver,
            amount_vnd=data["amount"],
            nonce=data["nonce"],
            at=timezone.now(),
            note=data["note"],
        )
    except Refused as refusal:
        form.add_error("amount", str(refusal))
        return _page(request, here, remit_form=form)
    told = {"sum": vnd(done.handed_vnd), "taker": done.taker}
    messages.success(request, _("Đã ghi giao %(sum)s cho %(taker)s. Chờ bên nhận đếm và xác nhận.") % told)
    return redirect("counter:drawer", pk=here.pk)


@point_operator
@require_POST
def take_back(request: HttpRequest, pk: int, remittance_pk: int) -> HttpResponse:
    """The money was not handed over after all."""
    here = _own(request, pk)
    remittance = get_object_or_404(here.remittances, pk=remittance_pk)
    try:
        withdraw(remittance=remittance, actor=request.user, at=timezone.now())  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã rút lại, tiền vẫn ở quỹ của điểm."))
    return redirect("counter:drawer", pk=here.pk)


def _own(request: HttpRequest, pk: int) -> PickUpPoint:
    points = PickUpPoint.objects.without_hubs().filter(pk__in=request.reach.point_ids)  # type: ignore[attr-defined]
    return get_object_or_404(points.select_related("commune"), pk=pk)


def _page(request: HttpRequest, here: PickUpPoint, **forms: Any) -> HttpResponse:
    rows = here.remittances.select_related("driver", "point")
    context = {
        "drawer": drawers_of([here.pk])[0],
        "waiting": rows.filter(state=RemittanceState.WAITING),
        "remittances": rows.exclude(state=RemittanceState.WAITING).order_by("-handed_at")[:SHOWN],
        "counts": here.cash_counts.select_related("operator")[:SHOWN],
        "drivers": drivers_for(here),
        "nonce": new_nonce(),
        "office_home": reverse("counter:home"),
        **forms,
    }
    return render(request, "cash/drawer.html", context, status=422 if forms else 200)
