"""The data of e-invoices of every seller, for finance."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from sellers.models import Partner
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.aftersales.invoices.files import asked_days, file_response
from shop.aftersales.invoices.models import InvoiceRecord
from shop.aftersales.invoices.queries import Days, records, total_vnd
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged


@require_safe
@office(Role.FINANCE)
def index(request: HttpRequest) -> HttpResponse:
    """Records of some days, of one seller or all, newest first, and the files."""
    rows, days, seller = _asked(request)
    context = {
        "tab": "records",
        "without_tax": rows.filter(data__vat_total_vnd=None).count(),
        "days": days,
        "chosen": seller,
        "sellers": _sellers(request).filter(invoice_records__isnull=False).distinct().order_by("name"),
        "total_vnd": total_vnd(rows),
        "pager": paged(request, rows.order_by("-occurred_at", "-pk")),
        "query": request.GET.urlencode(),
    }
    return render_office(request, "backoffice/invoices/index.html", context)


@require_safe
@office(Role.FINANCE)
def download(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The records of some days as a file."""
    rows, days, seller = _asked(request)
    return file_response(rows, days, kind=kind, whose=seller.slug if seller else "tat-ca")


def _asked(request: HttpRequest) -> tuple[QuerySet[InvoiceRecord], Days, Partner | None]:
    """Return the records of ?tu=, ?den= and ?nha-ban= within this person's provinces."""
    days = asked_days(request.GET, today=timezone.localdate())
    seller = _sellers(request).filter(slug=request.GET.get("nha-ban", "")[:128]).first()
    rows = request.reach.within(records(days), Role.FINANCE, "seller__province")
    return (rows.filter(seller=seller) if seller else rows), days, seller


def _sellers(request: HttpRequest) -> QuerySet[Partner]:
    return request.reach.within(Partner.objects.all(), Role.FINANCE, "province")
