"""Sellers take with them everything that is theirs."""

from __future__ import annotations

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from sellers.listings.content import read_date
from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.seller_centre.downloads import table_response
from shop.seller_centre.exporting import TABLES, Period, Table, table
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
        tab="listings",
        tables=[row for row in TABLES if _may(request, seller.pk, row)],
        period=period,
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


def _may(request: HttpRequest, seller_id: int, wanted: Table) -> bool:
    reach = request.reach
    return seller_id in (reach.owned_seller_ids if wanted.for_owner else reach.listing_seller_ids)


def _period(request: HttpRequest) -> Period:
    """Return the days asked for; the last year when nothing readable was."""
    last = read_date(request.GET.get("den", "")) or timezone.localdate()
    first = read_date(request.GET.get("tu", "")) or last - ONE_YEAR
    return Period(first=min(first, last), last=last)
