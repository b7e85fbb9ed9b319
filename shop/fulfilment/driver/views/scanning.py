"""Scan parcels on and off: load for the stops, take back from a point, give back to a seller."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from shop.accounts.permissions import driver
from shop.fulfilment.counter.forms import ScanForm, new_nonce
from shop.fulfilment.domain.custody import Scan, bring_back, load, take_back
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.driver.views.runs import own_run
from shop.fulfilment.queries.driving import carried_back, loads, to_take_back
from shop.shipping.models import Run

ACTS: dict[str, tuple[Promise, Promise]] = {
    "len-xe": (_("Quét kiện lên xe"), _("Đã xếp kiện %(code)s lên xe.")),
    "lay-ve": (_("Lấy kiện trả về"), _("Đã nhận kiện %(code)s từ điểm để trả về.")),
    "tra-nha-ban": (_("Trả kiện cho nhà bán"), _("Đã trả kiện %(code)s cho nhà bán.")),
}


@driver
@require_http_methods(["GET", "HEAD", "POST"])
def scan(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Scan or type one parcel after another."""
    mine = own_run(request, pk)
    if act not in ACTS:
        raise Http404(act)
    title, told = ACTS[act]
    form, refusal = ScanForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            done = _scan(request, mine, act, form.cleaned_data["code"], form.cleaned_data["nonce"])
        except Refused as error:
            refusal = str(error)
        else:
            words = _("Kiện %(code)s đã quét trước đó.") if done.is_repeat else told
            messages.success(request, str(words) % {"code": done.parcel.code})
            return redirect("driver:scan", pk=mine.pk, act=act)
    elif request.method == "POST":
        refusal = str(next(iter(form.errors.values()))[0])
    context = {"run": mine, "act": act, "acts": _tabs(), "title": title, "refusal": refusal, "nonce": new_nonce()}
    return render(
        request,
        "driver/scan.html",
        {
            **context,
            "typed": request.POST.get("code", ""),
            "rows": _rows(request, mine, act),
            "office_home": reverse("driver:home"),
        },
        status=422 if refusal else 200,
    )


def _scan(request: HttpRequest, run: Run, act: str, code: str, nonce: str) -> Scan:
    now, user = timezone.now(), request.user
    if act == "len-xe":
        return load(code=code, run=run, driver=user, nonce=nonce, at=now)  # type: ignore[arg-type]
    if act == "lay-ve":
        return take_back(code=code, run=run, driver=user, nonce=nonce, at=now)  # type: ignore[arg-type]
    return bring_back(code=code, actor=user, nonce=nonce, at=now)  # type: ignore[arg-type]


def _rows(request: HttpRequest, run: Run, act: str) -> list[object]:
    if act == "len-xe":
        return [parcel for stop in loads(run) for parcel in stop.to_load]
    return list(to_take_back(run) if act == "lay-ve" else carried_back(request.user))  # type: ignore[arg-type]


def _tabs() -> list[tuple[str, Promise]]:
    return [(act, title) for act, (title, _told) in ACTS.items()]
