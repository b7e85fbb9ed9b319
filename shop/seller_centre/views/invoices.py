"""The data of e-invoices for a seller's delivered orders."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import seller_staff
from shop.aftersales.invoices.files import asked_days, file_response
from shop.aftersales.invoices.queries import records, total_vnd
from shop.seller_centre.frame import current_seller, render

PER_PAGE = 40


@require_safe
@seller_staff([Role.SELLER_OWNER])
def index(request: HttpRequest) -> HttpResponse:
    """Records of some days, newest first, and the files."""
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids:
        raise Http404
    days = asked_days(request.GET, today=timezone.localdate())
    rows = records(days, seller_id=seller.pk)
    return render(
        request,
        "seller_centre/invoices.html",
        seller=seller,
        tab="invoices",
        days=days,
        total_vnd=total_vnd(rows),
        shown=Paginator(rows.order_by("-occurred_at", "-pk"), PER_PAGE).get_page(request.GET.get("trang")),
    )


@require_safe
@seller_staff([Role.SELLER_OWNER])
def download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The records of some days as a file."""
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids:
        raise Http404
    days = asked_days(request.GET, today=timezone.localdate())
    return file_response(records(days, seller_id=seller.pk), days, kind=kind, whose=seller.slug)
