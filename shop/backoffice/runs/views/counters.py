"""What counters sent and could not be applied, and their devices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.backoffice.frame import render_office
from shop.backoffice.paging import paged
from shop.backoffice.runs.queries import acts_within
from shop.backoffice.runs.views.points import own_point
from shop.fulfilment.counter.domain.leases import revoke
from shop.fulfilment.counter.domain.settling import apply_again, dismiss
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import CounterAct
from shop.fulfilment.queries.acts import devices_of


@require_safe
@office(Role.ADMINISTRATOR)
def open_list(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, oldest first."""
    return render_office(request, "backoffice/runs/counter_acts.html", {"pager": paged(request, _mine(request))})


@require_POST
@office(Role.ADMINISTRATOR)
def apply_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the act as it was reported, or with the cash that was due."""
    as_due = request.POST.get("tien") == "phai-thu"
    return _settle(request, pk, apply_again, _("Đã ghi vào sổ."), note=_note(request), as_due=as_due)


@require_POST
@office(Role.ADMINISTRATOR)
def dismiss_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the act aside with a note."""
    return _settle(request, pk, dismiss, _("Đã đóng lượt này."), note=_note(request))


@require_POST
@office(Role.ADMINISTRATOR)
def revoke_device(request: HttpRequest, pk: int, device_pk: int) -> HttpResponse:
    """Take the lease away from a device that is lost."""
    mine = own_point(request, pk)
    device = get_object_or_404(devices_of([mine]), pk=device_pk)
    revoke(device=device, actor=request.user, reason=_note(request), at=timezone.now())
    messages.success(request, _("Đã thu hồi máy “%(device)s”.") % {"device": device.label})
    return redirect("backoffice:point", pk=mine.pk)


def _mine(request: HttpRequest) -> QuerySet[CounterAct]:
    return acts_within(request.reach)


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "").strip()[:300]


def _settle(request: HttpRequest, pk: int, act: Callable[..., CounterAct], told: str, **how: Any) -> HttpResponse:
    mine = get_object_or_404(_mine(request), pk=pk)
    try:
        act(act=mine, actor=request.user, at=timezone.now(), **how)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("backoffice:counter_acts")
