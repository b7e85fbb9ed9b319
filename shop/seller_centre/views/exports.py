"""Sellers take with them everything that is theirs."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sellers.listings.bulk.downloads import table_response
from sellers.listings.content import read_date
from shop.accounts.enums import LISTING_ROLES, Role
from shop.accounts.permissions import seller_staff
from shop.records.domain.archiving import AskedAlready, ask_archive
from shop.records.models import SellerArchive
from shop.records.tables import TABLES, Period, Table, table
from shop.seller_centre.frame import current_seller, render

ONE_YEAR = datetime.timedelta(days=365)


@require_safe
@seller_staff(LISTING_ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """What can be exported, and for which days."""
    seller = current_seller(request)
    period = _period(request)
    return render(
        request,
        "seller_centre/exports.html",
        seller=seller,
        tab="exports",
        tables=[row for row in TABLES if _may(request, seller.pk, row)],
        period=period,
        archives=SellerArchive.objects.filter(seller=seller)[:5] if seller.pk in request.reach.owned_seller_ids else [],
        now=timezone.now(),
    )


@require_safe
@seller_staff(LISTING_ROLES)
def download(request: HttpRequest, what: str, kind: str) -> HttpResponseBase:
    """One table of the current seller."""
    seller, wanted = current_seller(request), table(what)
    if wanted is None or not _may(request, seller.pk, wanted):
        raise Http404
    period = _period(request)
    name = f"{what}-{period.first:%Y%m%d}-{period.last:%Y%m%d}" if wanted.has_period else what
    return table_response(wanted.rows(seller, period), name=name, kind=kind, title=str(wanted.title))


@require_POST
@seller_staff([Role.SELLER_OWNER])
def ask(request: HttpRequest) -> HttpResponse:
    """Let a job put everything into one zip."""
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids:
        return redirect("seller_centre:today")
    try:
        ask_archive(seller=seller, actor=request.user, at=timezone.now())
        messages.success(request, _("Đang gom dữ liệu. Xong sẽ nhắn bạn, liên kết dùng trong 7 ngày."))
    except AskedAlready:
        messages.warning(request, _("Vừa yêu cầu trong 1 giờ qua. Chờ gói đó xong."))
    return redirect("seller_centre:exports")


@require_safe
@seller_staff([Role.SELLER_OWNER])
def archive(request: HttpRequest, token: str) -> HttpResponseBase:
    """Send an archive to an owner of its seller, until its link ends."""
    found = SellerArchive.objects.filter(seller__in=request.reach.owned_seller_ids, expires_at__gt=timezone.now())
    ready = get_object_or_404(found.exclude(file=""), token=token)
    response = FileResponse(ready.file.open("rb"), as_attachment=True, filename=f"du-lieu-{ready.seller.slug}.zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _may(request: HttpRequest, seller_id: int, wanted: Table) -> bool:
    reach = request.reach
    return seller_id in (reach.owned_seller_ids if wanted.for_owner else reach.listing_seller_ids)


def _period(request: HttpRequest) -> Period:
    """Return the days asked for; the last year when nothing readable was."""
    last = read_date(request.GET.get("den", "")) or timezone.localdate()
    first = read_date(request.GET.get("tu", "")) or last - ONE_YEAR
    return Period(first=min(first, last), last=last)
