"""The driver's big buttons: depart, arrive, finish."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shop.accounts.permissions import driver
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.domain.trip import arrive, close, depart
from shop.fulfilment.driver.views.runs import own_run
from shop.shipping.models import Run


@driver
@require_POST
def depart_run(request: HttpRequest, pk: int) -> HttpResponse:
    """The run leaves."""
    mine = own_run(request, pk)
    return _act(request, mine, partial(depart, run=mine), _("Đã xuất phát."))


@driver
@require_POST
def arrive_at(request: HttpRequest, pk: int, stop_pk: int) -> HttpResponse:
    """The run reached a stop."""
    mine = own_run(request, pk)
    stop = get_object_or_404(mine.stops.select_related("run", "point"), pk=stop_pk)
    told = _("Đã ghi tới %(point)s. Nhờ người trực quét nhận từng kiện.") % {"point": stop.point.name}
    return _act(request, mine, partial(arrive, run_stop=stop), told)


@driver
@require_POST
def close_run(request: HttpRequest, pk: int) -> HttpResponse:
    """The run is over."""
    mine = own_run(request, pk)
    return _act(request, mine, partial(close, run=mine), _("Đã kết thúc chuyến."))


def _act(request: HttpRequest, run: Run, act: Callable[..., Run], told: str) -> HttpResponse:
    try:
        act(driver=request.user, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, told)
    return redirect("driver:run", pk=run.pk)
