"""Printed codes: a sheet is shown once, to be printed; later it can only be cancelled."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.campaign.contests.desk.forms import SheetForm
from shop.campaign.contests.desk.views import REFUSED, own_contest, render_desk
from shop.campaign.contests.domain import running
from shop.campaign.contests.domain.tickets import print_sheet, void_sheet
from shop.campaign.contests.kiem_phieu import grouped
from shop.campaign.contests.models import TicketSheet
from shop.campaign.reasons import ReasonMissing
from shop.fulfilment.labels import qr_svg


@office(Role.COMMITTEE)
@require_POST
def print_tickets(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a sheet and show it, this once."""
    found, form = own_contest(request, pk), SheetForm(request.POST)
    if not form.is_valid():
        messages.error(request, next(iter(form.errors.values()))[0])
        return redirect("backoffice:contests_office:contest", pk=pk)
    try:
        sheet, codes = print_sheet(contest=found, **form.cleaned_data, by=request.user, at=timezone.now())
    except running.NotNow as refusal:
        messages.error(request, REFUSED[type(refusal)])
        return redirect("backoffice:contests_office:contest", pk=pk)
    address = f"{settings.SITE_URL}{found.get_absolute_url()}"
    tickets = [(grouped(code), qr_svg(f"{address}?the={code}")) for code in codes]
    return render_desk(request, "contests/desk/tickets.html", contest=found, sheet=sheet, tickets=tickets)


@office(Role.COMMITTEE)
@require_POST
def void_tickets(request: HttpRequest, pk: int, sheet_pk: int) -> HttpResponse:
    """Let the unused codes of a sheet vote no more."""
    sheet = get_object_or_404(TicketSheet.objects.filter(contest=own_contest(request, pk)), pk=sheet_pk)
    try:
        void_sheet(sheet=sheet, reason=request.POST.get("reason", "")[:300], by=request.user, at=timezone.now())
        messages.success(request, _("Đã hủy các thẻ chưa dùng của tờ này."))
    except ReasonMissing as refusal:
        messages.error(request, REFUSED[type(refusal)])
    return redirect("backoffice:contests_office:contest", pk=pk)
