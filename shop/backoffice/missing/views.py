"""Missing parcels: who had each last, until when it is looked for, what was found out, how it ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.missing.queries import cases_within, damages_within
from shop.backoffice.paging import paged
from shop.backoffice.runs.views.parcels import parcels_within
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.missing.domain.closing import close_found, close_lost
from shop.fulfilment.missing.domain.raising import add_note, raise_case
from shop.fulfilment.missing.domain.reappearing import take_up
from shop.fulfilment.missing.forms import OutcomeForm, TakenUpForm
from shop.fulfilment.missing.models import CaseState, ParcelCase
from shop.fulfilment.models import ParcelState
from shop.fulfilment.queries.holders import holder_of
from shop.order.models import Line

DAMAGED = "hong"
TABS = (
    (CaseState.OPEN, gettext_lazy("Đang tìm")),
    (CaseState.FOUND, gettext_lazy("Đã tìm thấy")),
    (CaseState.LOST, gettext_lazy("Thất lạc")),
    (DAMAGED, gettext_lazy("Hỏng")),
)


@require_safe
@office(Role.ADMINISTRATOR)
def desk(request: HttpRequest) -> HttpResponse:
    """The cases that are open, those whose time ends first on top; or closed ones, or broken goods, newest first."""
    wanted = request.GET.get("loc", "")
    if wanted == DAMAGED:
        return _damages(request)
    chosen = wanted if wanted in CaseState.values else CaseState.OPEN
    found, now = cases_within(request.reach), timezone.now()
    rows = found.open() if chosen == CaseState.OPEN else found.filter(state=chosen).order_by("-closed_at")
    pager = paged(request, rows)
    context = {
        "pager": pager,
        "rows": [(case, case.is_late(now)) for case in pager.rows],
        "tabs": _tabs(chosen),
        "chosen": chosen,
    }
    return render_office(request, "backoffice/missing/desk.html", context)


def _damages(request: HttpRequest) -> HttpResponse:
    pager = paged(request, damages_within(request.reach))  # type: ignore[attr-defined]
    context = {"pager": pager, "tabs": _tabs(DAMAGED), "chosen": DAMAGED}
    return render_office(request, "backoffice/missing/desk.html", context)


def _tabs(chosen: str) -> list[tuple[str, object, bool]]:
    return [(value, label, value == chosen) for value, label in TABS]


@require_safe
@office(Role.ADMINISTRATOR)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case with its parcel's way and everything that was written."""
    return _page(request, own_case(request, pk))


@require_POST
@office(Role.ADMINISTRATOR)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was found out."""
    mine = own_case(request, pk)
    try:
        add_note(case=mine, text=request.POST.get("text", ""), actor=request.user, at=timezone.now())
    except Refused as refusal:
        return _page(request, mine, note_error=str(refusal), status=422)
    messages.success(request, _("Đã ghi."))
    return redirect("backoffice:parcel_case", pk=mine.pk)


@require_POST
@office(Role.ADMINISTRATOR)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the parcel turned up, or give it up and settle its order."""
    mine = own_case(request, pk)
    form = OutcomeForm(request.POST, lines=_shared_lines(mine))
    if not form.is_valid():
        return _page(request, mine, form=form, status=422)
    words, now = form.cleaned_data["outcome"], timezone.now()
    try:
        if form.cleaned_data["result"] == OutcomeForm.FOUND:
            close_found(case=mine, outcome=words, actor=request.user, at=now)
            messages.success(request, _("Đã ghi tìm thấy. Lần quét tới đưa kiện đi tiếp."))
        else:
            close_lost(case=mine, outcome=words, left=form.left(), actor=request.user, at=now)
            messages.success(request, _("Đã ghi thất lạc. Đơn tính lại, người mua và nhà bán được báo."))
    except Refused as refusal:
        form.add_error("outcome", str(refusal))
        return _page(request, mine, form=form, status=422)
    return redirect("backoffice:parcel_case", pk=mine.pk)


@require_POST
@office(Role.ADMINISTRATOR)
def turned_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that a parcel that was given up is there after all; it goes back to its seller."""
    mine = own_case(request, pk)
    form = TakenUpForm(request.POST)
    if not form.is_valid():
        return _page(request, mine, taken_up=form, status=422)
    try:
        take_up(
            case=mine,
            outcome=form.cleaned_data["found"],
            is_with_seller=form.is_with_seller,
            actor=request.user,
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error("found", str(refusal))
        return _page(request, mine, taken_up=form, status=422)
    messages.success(request, _("Đã ghi thấy lại. Về tới nhà bán, hàng được cộng lại vào tồn kho."))
    return redirect("backoffice:parcel_case", pk=mine.pk)


@require_POST
@office(Role.ADMINISTRATOR)
def open_case(request: HttpRequest) -> HttpResponse:
    """Open a case from the page that traces a parcel."""
    code = request.POST.get("code", "")[:40]
    parcel = get_object_or_404(parcels_within(request.reach), code=code)
    words = request.POST.get("note", "").strip() or _("Điều phối mở vụ tìm kiện.")
    try:
        made = raise_case(parcel=parcel, note=words, actor=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('backoffice:trace_parcel')}?ma={parcel.code}")
    messages.success(request, _("Đã mở vụ %(number)s.") % {"number": made.number})
    return redirect("backoffice:parcel_case", pk=made.pk)


def own_case(request: HttpRequest, pk: int) -> ParcelCase:
    """Return a case of the person's provinces, or answer 404."""
    return get_object_or_404(cases_within(request.reach), pk=pk)


def _shared_lines(mine: ParcelCase) -> list[Line]:
    """Return the lines of an order that travels in several parcels; of a single one everything was in it."""
    part = mine.parcel.seller_order
    if part.parcels.exclude(pk=mine.parcel_id).exclude(state=ParcelState.LOST).exists():
        return list(part.lines.filter(quantity__gt=0).order_by("pk"))
    return []


def _page(
    request: HttpRequest,
    mine: ParcelCase,
    *,
    form: OutcomeForm | None = None,
    taken_up: TakenUpForm | None = None,
    note_error: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "case": mine,
        "is_late": mine.is_late(timezone.now()),
        "notes": mine.notes.select_related("by"),
        "holder": holder_of(mine.parcel),
        "chain": mine.parcel.custody.select_related("actor", "holder", "point"),
        "lines": mine.parcel.seller_order.lines.filter(quantity__gt=0).order_by("pk"),
        "form": form or OutcomeForm(lines=_shared_lines(mine)),
        "taken_up": taken_up or TakenUpForm(),
        "note_error": note_error,
        "typed": request.POST.get("text", ""),
    }
    return render_office(request, "backoffice/missing/case.html", context, status=status)
