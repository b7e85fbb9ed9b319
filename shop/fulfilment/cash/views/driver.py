"""Cash a driver carries: confirm what points hand over, hand it in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.permissions import driver
from shop.fulfilment.cash.domain.remitting import confirm, hand_from_driver, withdraw
from shop.fulfilment.cash.forms import ReceiveForm, RemitForm
from shop.fulfilment.cash.holding import carried_vnd, driver_limit
from shop.fulfilment.cash.models import Leg, Remittance, RemittanceState
from shop.fulfilment.cash.queries import waiting_for_driver
from shop.fulfilment.counter.forms import new_nonce
from shop.fulfilment.domain.refusal import Refused
from shop.money.formatting import vnd

SHOWN = 10


@driver
@require_safe
def carried(request: HttpRequest) -> HttpResponse:
    """What I carry, what points say they gave me, what I handed in."""
    return _page(request)


@driver
@require_POST
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """I counted what a point gave me."""
    remittance = get_object_or_404(Remittance, pk=pk, driver=request.user, leg=Leg.POINT_DRIVER)
    form = ReceiveForm(request.POST)
    if not form.is_valid():
        return _page(request, refused=remittance.pk, receive_form=form)
    try:
        done = confirm(
            remittance=remittance,
            actor=request.user,  # type: ignore[arg-type]
            received_vnd=form.cleaned_data["received"],
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error("received", str(refusal))
        return _page(request, refused=remittance.pk, receive_form=form)
    if done.missing_vnd:
        messages.warning(
            request, _("Đã ghi nhận lệch %(gap)s. Kế toán sẽ gọi cả hai bên.") % {"gap": vnd(done.missing_vnd)}
        )
    else:
        messages.success(request, _("Đã nhận đủ %(sum)s.") % {"sum": vnd(done.handed_vnd)})
    return redirect("driver:cash")


@driver
@require_POST
def remit(request: HttpRequest) -> HttpResponse:
    """I hand money in to the treasury."""
    form = RemitForm(request.POST)
    if not form.is_valid():
        return _page(request, remit_form=form)
    data = form.cleaned_data
    try:
        hand_from_driver(
            driver=request.user,  # type: ignore[arg-type]
            amount_vnd=data["amount"],
            nonce=data["nonce"],
            at=timezone.now(),
            note=data["note"],
        )
    except Refused as refusal:
        form.add_error("amount", str(refusal))
        return _page(request, remit_form=form)
    messages.success(request, _("Đã ghi nộp %(sum)s. Chờ kế toán đếm và xác nhận.") % {"sum": vnd(data["amount"])})
    return redirect("driver:cash")


@driver
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """I did not hand it in after all."""
    remittance = get_object_or_404(Remittance, pk=pk, driver=request.user, leg=Leg.DRIVER_TREASURY)
    try:
        withdraw(remittance=remittance, actor=request.user, at=timezone.now())  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã rút lại, tiền vẫn do bạn giữ."))
    return redirect("driver:cash")


def _page(request: HttpRequest, **forms: Any) -> HttpResponse:
    me = request.user.pk
    mine = Remittance.objects.filter(driver=me).select_related("point", "driver")
    assert me
    context = {
        "carried_vnd": carried_vnd(me),
        "limit_vnd": driver_limit(me),
        "to_receive": waiting_for_driver(me),
        "handed_in": mine.filter(leg=Leg.DRIVER_TREASURY, state=RemittanceState.WAITING),
        "history": mine.exclude(state=RemittanceState.WAITING).order_by("-handed_at")[:SHOWN],
        "nonce": new_nonce(),
        "office_home": reverse("driver:home"),
        **forms,
    }
    return render(request, "cash/carried.html", context, status=422 if forms else 200)
