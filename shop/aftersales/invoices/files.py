"""Which days somebody asks for, and the files they get."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.http import Http404, JsonResponse, QueryDict
from django.http.response import HttpResponseBase

from sellers.listings.bulk.downloads import table_response
from sellers.listings.content import read_date
from shop.aftersales.invoices.models import InvoiceRecord
from shop.aftersales.invoices.queries import Days, as_json, table

MOST_DAYS = 366


def asked_days(query: QueryDict, *, today: datetime.date) -> Days:
    """Return ?tu= to ?den=, at most a year; without them, or when they make no sense, this month."""
    first, last = read_date(query.get("tu", "")), read_date(query.get("den", ""))
    if first is None or last is None or not 0 <= (last - first).days < MOST_DAYS:
        return Days(today.replace(day=1), today)
    return Days(first, last)


def file_response(rows: QuerySet[InvoiceRecord], days: Days, *, kind: str, whose: str) -> HttpResponseBase:
    """Send the records as XLSX, CSV or JSON. Raises Http404 for another kind."""
    name = f"hoa-don-{whose}-{days.first:%Y%m%d}-{days.last:%Y%m%d}"
    if kind in {"xlsx", "csv"}:
        return table_response(table(rows), name=name, kind=kind, title="Dữ liệu hóa đơn")
    if kind != "json":
        raise Http404
    response = JsonResponse(as_json(rows), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
