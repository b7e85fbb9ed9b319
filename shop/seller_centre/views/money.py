"""What the market owes a seller, from the ledger."""

from __future__ import annotations

import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from sellers.listings.bulk.downloads import table_response
from sellers.payouts.enums import TransferState
from sellers.payouts.models import Payout
from sellers.payouts.queries import owed, statement
from sellers.tax.forms_of_state import certificate, years_of
from shop.accounts.enums import Role
from shop.accounts.permissions import seller_staff
from shop.order.payout_statement import statement_parts, statement_rows
from shop.payment.connect.rules import is_on
from shop.seller_centre.frame import current_seller, render
from shop.seller_centre.views.connecting import STRIPE_PAGES, account_of

DAYS = 30
PERIODS = 26


@require_safe
@seller_staff([Role.SELLER_OWNER])
def index(request: HttpRequest) -> HttpResponse:
    """Balance and the movements of the last thirty days, for owners."""
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids:
        return redirect("seller_centre:today")
    now = timezone.now()
    rows = statement(seller, since=now - datetime.timedelta(days=DAYS), until=now)
    response = render(
        request,
        "seller_centre/money.html",
        seller=seller,
        tab="money",
        owed=owed(seller),
        rows=list(reversed(rows)),
        days=DAYS,
        tax_years=years_of(seller),
        payouts=seller.payouts.select_related("period")[:PERIODS],
        offers_stripe=is_on(),
        stripe_account=account_of(seller, is_back="stripe" in request.GET),
    )
    response.form_hosts = STRIPE_PAGES if is_on() else ()  # read by SecurityHeadersMiddleware
    return response


@require_safe
@seller_staff([Role.SELLER_OWNER])
def payout(request: HttpRequest, pk: int) -> HttpResponse:
    """One settled period from order line to total, also for paper."""
    seller = current_seller(request)
    mine = _payout(request, pk)
    return render(
        request,
        "seller_centre/payout.html",
        seller=seller,
        tab="money",
        payout=mine,
        parts=statement_parts(mine),
        transfers=mine.transfers.exclude(state=TransferState.CANCELLED),
    )


@require_safe
@seller_staff([Role.SELLER_OWNER])
def payout_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The same as a spreadsheet."""
    mine = _payout(request, pk)
    return table_response(statement_rows(mine), name=f"doi-soat-{mine.pk}", kind="xlsx", title="Đối soát")


@require_safe
@seller_staff([Role.SELLER_OWNER])
def tax_certificate(request: HttpRequest, year: int) -> HttpResponseBase:
    """What was withheld in a year, as the certificate has it."""
    seller = current_seller(request)
    if seller.pk not in request.reach.owned_seller_ids or year not in years_of(seller):
        raise Http404
    return table_response(certificate(seller, year), name=f"chung-tu-thue-{year}", kind="xlsx", title="01-CTKT-TMĐT")


def _payout(request: HttpRequest, pk: int) -> Payout:
    """Return a payout of the shop chosen now, if this person owns it; otherwise 404."""
    rows = Payout.objects.filter(seller=current_seller(request), seller__in=request.reach.owned_seller_ids)
    return get_object_or_404(rows.select_related("period", "seller"), pk=pk)
