"""Suspend, close and reopen a seller."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sellers.documents.checks import DocumentRefused
from sellers.models import Partner
from sellers.standing.domain.measures import AuthorityRequest, MeasureRefused, cancel, confirm, propose, reopen
from sellers.standing.models import Measure, MeasureKind, MeasureState
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.views.sellers import seller_page


@require_POST
@office(Role.REVIEWER)
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """Announce a suspension, or propose a closing to a second person."""
    subject = _reviewed(request, slug)
    kind = MeasureKind.CLOSE if request.POST.get("viec") == "dong" else MeasureKind.SUSPEND
    act = {"seller_id": subject.pk, "kind": kind, "reason": _reason(request), "by": request.user, "at": timezone.now()}
    try:
        measure = propose(**act, request=_authority_request(request))
    except (MeasureRefused, DocumentRefused) as refusal:
        return seller_page(request, _reviewed(request, slug), str(refusal), 422)
    messages.success(request, _done(measure))
    return redirect("backoffice:seller", slug=slug)


@require_POST
@office(Role.REVIEWER)
def confirm_closing(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Agree to a closing as the second person."""
    subject = _reviewed(request, slug)
    measure = get_object_or_404(Measure, pk=pk, seller=subject)
    try:
        confirmed = confirm(measure_id=measure.pk, by=request.user, at=timezone.now())
    except MeasureRefused as refusal:
        return seller_page(request, _reviewed(request, slug), str(refusal), 409)
    messages.success(request, _done(confirmed))
    return redirect("backoffice:seller", slug=slug)


@require_POST
@office(Role.REVIEWER)
def cancel_measure(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Drop what has not taken effect."""
    subject = _reviewed(request, slug)
    measure = get_object_or_404(Measure, pk=pk, seller=subject)
    try:
        cancel(measure_id=measure.pk, reason=_reason(request), by=request.user, at=timezone.now())
    except MeasureRefused as refusal:
        return seller_page(request, _reviewed(request, slug), str(refusal), 422)
    messages.success(request, _("Đã hủy quyết định."))
    return redirect("backoffice:seller", slug=slug)


@require_POST
@office(Role.REVIEWER)
def reopen_seller(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a suspended seller sell again."""
    subject = _reviewed(request, slug)
    try:
        reopen(seller_id=subject.pk, reason=_reason(request), by=request.user, at=timezone.now())
    except MeasureRefused as refusal:
        return seller_page(request, _reviewed(request, slug), str(refusal), 422)
    messages.success(request, _("Đã mở lại gian hàng."))
    return redirect("backoffice:seller", slug=slug)


def _reviewed(request: HttpRequest, slug: str) -> Partner:
    sellers = request.reach.within(Partner.objects.select_related("commune__province"), Role.REVIEWER)
    return get_object_or_404(sellers, slug=slug)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("ly_do", "").strip()[:1000]


def _authority_request(request: HttpRequest) -> AuthorityRequest | None:
    """Return the authority's request that was filled in; None when the market decides by itself."""
    if request.POST.get("theo") != "co-quan":
        return None
    paper, asked_at = request.FILES.get("van_ban"), _moment(request.POST.get("luc", ""))
    if paper is None or asked_at is None:
        raise MeasureRefused(_("Theo yêu cầu của cơ quan thì cần giờ nhận yêu cầu và ảnh hoặc PDF văn bản."))
    return AuthorityRequest(authority=request.POST.get("co_quan", "")[:160], paper=paper, asked_at=asked_at)


def _moment(text: str) -> datetime.datetime | None:
    """Return the time of a datetime-local input in Viet Nam; None for none or nonsense."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(moment) if moment and timezone.is_naive(moment) else moment


def _done(measure: Measure) -> str:
    if measure.state == MeasureState.PROPOSED:
        return _("Đã ghi đề nghị. Một người khác cần xác nhận.")
    if measure.state == MeasureState.DONE:
        return _("Đã thực hiện ngay theo yêu cầu của cơ quan.")
    return _("Đã báo người bán. Quyết định tự có hiệu lực sau thời hạn báo trước.")
