"""The first page of the office: what waits, how the market stands."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sellers.enums import SellerState
from sellers.models import Partner
from shop.accounts.enums import Role
from shop.accounts.permissions import office
from shop.accounts.reach import Reach
from shop.backoffice import queue
from shop.backoffice.deadlines import deadlines
from shop.backoffice.frame import render_office
from shop.backoffice.missing.queries import open_cases
from shop.backoffice.navigation import REVIEW, menu_of, open_complaints
from shop.backoffice.queue import QueueFilter
from shop.order.models import Order


@require_safe
@office()
def home(request: HttpRequest) -> HttpResponse:
    """Show counts that the pages behind them show too."""
    now, reach = timezone.now(), request.reach
    reviews = bool(REVIEW & reach.roles)
    waiting = queue.rows(reach, QueueFilter()) if reviews else []
    context = {
        "reviews": reviews,
        "waiting": waiting[:6],
        "sources": [(source, source.waiting(reach)) for source in queue.sources()] if reviews else [],
        "late": sum(row.is_late(now) for row in waiting),
        "complaints": open_complaints(reach) if reviews else 0,
        "searched": open_cases(reach) if Role.ADMINISTRATOR in reach.roles else None,
        "sellers": _selling(reach) if reviews else None,
        "orders_today": Order.objects.filter(date_placed__gte=_midnight(now)).count(),
        "deadlines": deadlines(reach, at=now),
        "menu": menu_of(request)[1:],
        "now": now,
    }
    return render_office(request, "backoffice/home.html", context)


def _selling(reach: Reach) -> int:
    return reach.within(Partner.objects.filter(state=SellerState.APPROVED), Role.REVIEWER).count()


def _midnight(now: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
