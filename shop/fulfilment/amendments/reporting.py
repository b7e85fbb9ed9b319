"""The page on which drivers and hubs write broken goods down: the code first, then what of it is whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from shop.fulfilment.amendments.domain.on_the_road import held_parcel, take_damage
from shop.fulfilment.amendments.forms import CodeForm, DamageForm
from shop.fulfilment.amendments.queries import reported_by
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import Parcel
from shop.money.formatting import vnd

LATEST = 5


def damage_page(request: HttpRequest, *, again: str, render: Callable[..., HttpResponse]) -> HttpResponse:
    """Ask for a code (?ma=), show what is in its part, take the report.

    again: the name of this page. render: takes status and the context's names.
    """
    asked = CodeForm(request.GET if "ma" in request.GET else None)
    parcel = _held(request, asked) if asked.is_valid() else None
    if parcel is None:
        mine = reported_by(request.user)[:LATEST]  # type: ignore[arg-type]
        return render(status=422 if asked.is_bound else 200, asked=asked, mine=mine)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DamageForm(*sent, part=parcel.seller_order)
    if form.is_valid() and _recorded(request, parcel, form):
        return redirect(again)
    return render(status=422 if form.is_bound else 200, asked=asked, form=form, parcel=parcel)


def _held(request: HttpRequest, asked: CodeForm) -> Parcel | None:
    try:
        return held_parcel(code=asked.cleaned_data["ma"], actor=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        asked.add_error("ma", str(refusal))
        return None


def _recorded(request: HttpRequest, parcel: Parcel, form: DamageForm) -> bool:
    details: dict[str, Any] = {name: form.cleaned_data[name] for name in ("reason", "pictures")}
    details["left"] = form.left()
    try:
        done = take_damage(parcel=parcel, actor=request.user, at=timezone.now(), **details)  # type: ignore[arg-type]
    except Refused as refusal:
        form.refuse("reason", str(refusal))
        return False
    words = {"code": parcel.code, "less": vnd(done.less_vnd)}
    if done.total_after_vnd:
        told = _("Đã ghi. Đơn bớt %(less)s, kiện %(code)s đi tiếp; nhà bán và khách được nhắn.")
    else:
        told = _("Đã ghi hỏng hết. Kiện %(code)s trả về nhà bán, đừng giao cho điểm; nhà bán và khách được nhắn.")
    messages.success(request, told % words)
    return True
