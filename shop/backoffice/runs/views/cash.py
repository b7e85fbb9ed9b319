"""Who holds how much cash and how long; the treasury counts what comes, and decides on differences."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.runs.queries import cash_at_sellers, cash_to_receive, drawers_within
from shop.fulfilment.cash.domain.remitting import confirm
from shop.fulfilment.cash.domain.settling import set_limit, settle_dispute, settle_variance
from shop.fulfilment.cash.forms import DisputeForm, LimitForm, ReceiveForm, VarianceForm
from shop.fulfilment.cash.models import BorneBy, Leg, RemittanceState
from shop.fulfilment.cash.queries import drivers, drivers_within, remittances_within
from shop.fulfilment.domain.refusal import Refused
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.money.formatting import vnd
from shop.shipping.models import PickUpPoint

SHOWN = 20


@require_safe
@office(Role.FINANCE)
def cash(request: HttpRequest) -> HttpResponse:
    """Drawers of points, drivers, what waits for the treasury, differences: summed from the ledger."""
    now, reach = timezone.now(), request.reach  # type: ignore[attr-defined]
    points, carriers, sellers = drawers_within(reach), drivers(drivers_within(reach)), cash_at_sellers(reach)
    everything = remittances_within(reach)
    context = {
        "points": [(row, row.is_overdue(now)) for row in points],
        "drivers": [(row, row.is_overdue(now)) for row in carriers],
        "sellers": sellers,
        "at_points": sum(row.held_vnd for row in points),
        "at_drivers": sum(row.held_vnd for row in carriers),
        "at_sellers": sum(row.amount_vnd for row in sellers),
        "treasury": balance(AccountKind.TREASURY),
        "to_receive": cash_to_receive(reach),
        "on_the_way": everything.filter(state=RemittanceState.WAITING, leg=Leg.POINT_DRIVER),
        "disputed": everything.filter(state=RemittanceState.DISPUTED),
        "history": everything.exclude(state__in=[RemittanceState.WAITING, RemittanceState.DISPUTED]).order_by(
            "-handed_at"
        )[:SHOWN],
        "bearers": BorneBy.choices,
    }
    return render_office(request, "backoffice/runs/cash.html", context)


@require_POST
@office(Role.FINANCE)
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """The treasury counted what was handed in."""
    remittance = get_object_or_404(cash_to_receive(request.reach), pk=pk)  # type: ignore[attr-defined]
    form = ReceiveForm(request.POST)
    if not form.is_valid():
        return _back(request, form.errors["received"][0])
    received, now = form.cleaned_data["received"], timezone.now()
    told = _("Đã nhập quỹ %(sum)s.") % {"sum": vnd(received)}
    return _try(
        request, lambda: confirm(remittance=remittance, actor=request.user, received_vnd=received, at=now), told
    )


@require_POST
@office(Role.FINANCE)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide whose the difference of a hand-over is."""
    rows = remittances_within(request.reach)  # type: ignore[attr-defined]
    remittance, form = get_object_or_404(rows, pk=pk), DisputeForm(request.POST)
    if not form.is_valid():
        return _back(request, next(iter(form.errors.values()))[0])
    borne_by, note, now = BorneBy(form.cleaned_data["borne_by"]), form.cleaned_data["note"], timezone.now()

    def act() -> object:
        return settle_dispute(remittance=remittance, borne_by=borne_by, note=note, actor=request.user, at=now)

    return _try(request, act, _("Đã xử lý phần lệch: %(who)s.") % {"who": borne_by.label})


@require_POST
@office(Role.FINANCE)
def variance(request: HttpRequest, pk: int) -> HttpResponse:
    """Clear what counts of a drawer found missing or too much."""
    here, form = _own_point(request, pk), VarianceForm(request.POST)
    if not form.is_valid():
        return _back(request, next(iter(form.errors.values()))[0])
    is_repaid, reason, now = form.cleaned_data["outcome"] == "repaid", form.cleaned_data["reason"], timezone.now()

    def act() -> object:
        return settle_variance(point=here, is_repaid=is_repaid, reason=reason, actor=request.user, at=now)

    return _try(request, act, _("Đã xử lý thiếu, thừa quỹ của %(point)s.") % {"point": here.name})


@require_POST
@office(Role.FINANCE)
def limit(request: HttpRequest) -> HttpResponse:
    """Give a point or a driver a limit of its own; empty goes back to the market's."""
    form = LimitForm(request.POST)
    if not form.is_valid():
        return _back(request, next(iter(form.errors.values()))[0])
    data, now = form.cleaned_data, timezone.now()
    if data["point"]:
        set_limit(point=_own_point(request, data["point"]), limit_vnd=data["limit"], actor=request.user, at=now)
    else:
        driver = get_object_or_404(drivers_within(request.reach), pk=data["driver"] or 0)  # type: ignore[attr-defined]
        set_limit(driver=driver, limit_vnd=data["limit"], actor=request.user, at=now)
    messages.success(request, _("Đã lưu mức giữ tiền mặt."))
    return redirect("backoffice:cash")


def _own_point(request: HttpRequest, pk: int) -> PickUpPoint:
    mine = request.reach.within(PickUpPoint.objects.all(), Role.FINANCE, "commune__province")  # type: ignore[attr-defined]
    return get_object_or_404(mine, pk=pk)


def _try(request: HttpRequest, act: Callable[[], object], told: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return _back(request, str(refusal))
    messages.success(request, told)
    return redirect("backoffice:cash")


def _back(request: HttpRequest, told: str) -> HttpResponse:
    messages.error(request, told)
    return redirect("backoffice:cash")
