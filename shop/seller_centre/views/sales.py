"""Sales of a seller: drawn, counted, and as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.accounts.enums import LISTING_ROLES
from shop.accounts.permissions import seller_staff
from shop.seller_centre.frame import current_seller, render
from shop.seller_centre.sales import FILES, PERIODS, lines_sold, sales, starts_of


@require_safe
@seller_staff(LISTING_ROLES)
def index(request: HttpRequest) -> HttpResponse:
    """Weeks or months, best goods, provinces, returns."""
    seller, period = current_seller(request), _period(request)
    figures = sales(seller.pk, period=period, today=timezone.localdate())
    return render(request, "seller_centre/sales.html", seller=seller, tab="sales", period=period, sales=figures)


@require_safe
@seller_staff(LISTING_ROLES)
def download(request: HttpRequest, form: str) -> HttpResponse:
    """Every line of the chosen period as CSV or XLSX."""
    if form not in FILES:
        raise Http404
    seller, today = current_seller(request), timezone.localdate()
    write, kind = FILES[form]
    since = starts_of(_period(request), today)[0]
    response = HttpResponse(write(lines_sold(seller.pk, since=since)), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="doanh-thu-{since:%Y%m%d}-{today:%Y%m%d}.{form}"'
    return response


def _period(request: HttpRequest) -> str:
    wanted = request.GET.get("ky", "")
    return wanted if wanted in PERIODS else "tuan"
