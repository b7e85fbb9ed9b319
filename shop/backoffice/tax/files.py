"""Spreadsheets for the tax office and for sellers."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sellers.listings.bulk.downloads import table_response, workbook_response
from sellers.models import Partner
from sellers.tax.forms_of_state import Months, certificate, monthly_list, monthly_return, years_of
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.payouts.reach import require_nationwide


@require_safe
@office(Role.FINANCE)
def monthly(request: HttpRequest, year: int, month: int) -> HttpResponseBase:
    """The monthly return with its list of sellers, a sheet each."""
    require_nationwide(request)
    if not (1 <= month <= 12 and 2025 <= year <= 2100):
        raise Http404
    months = Months.month(year, month)
    sheets = [("01-CNKD-TMĐT", monthly_return(months)), ("01-1-BK-CNKD-TMĐT", monthly_list(months))]
    return workbook_response(sheets, name=f"thue-{year}-{month:02d}")


@require_safe
@office(Role.FINANCE)
def yearly(request: HttpRequest, slug: str, year: int) -> HttpResponseBase:
    """One seller's certificate of a year."""
    require_nationwide(request)
    seller = get_object_or_404(Partner, slug=slug)
    if year not in years_of(seller):
        raise Http404
    rows = certificate(seller, year)
    return table_response(rows, name=f"chung-tu-thue-{slug}-{year}", kind="xlsx", title="01-CTKT-TMĐT")
