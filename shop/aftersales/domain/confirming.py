"""A seller confirms in time, is reminded, and at last phoned by an admin.

The time allowed is CONFIRM_HOURS after the order, but not beyond the cut-off of its run; at least two hours.
Nobody is disturbed at night: what falls due then is done in the morning.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from sellers.staff import tell_staff
from shop.aftersales.models import Call
from shop.communication.quiet_hours import after_quiet, is_quiet
from shop.order.domain.transitions import lock
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder

SHORTEST = datetime.timedelta(hours=2)


def confirm_by(part: SellerOrder) -> datetime.datetime:
    """Return until when a part is to be confirmed. It comes with its run stop and run loaded."""
    due = part.created_at + datetime.timedelta(hours=settings.CONFIRM_HOURS)
    if part.run_stop is not None:
        due = min(due, max(part.run_stop.run.cut_off_at, part.created_at + SHORTEST))
    return after_quiet(due)


def remind_and_escalate(*, at: datetime.datetime) -> list[Call]:
    """Remind the staff of sellers whose time has come, and put on the telephone list what is late.

    Each part is reminded once per set time and listed once. At night nothing happens. Returns the new calls.
    """
    if is_quiet(at):
        return []
    calls = []
    for part in _unconfirmed():
        if at >= confirm_by(part):
            calls += _escalate(part, at)
        else:
            _remind(part, at)
    return calls


def _unconfirmed() -> QuerySet[SellerOrder]:
    """Return placed parts nobody was phoned about; not those whose buyer has not paid in advance yet."""
    waiting = SellerOrder.objects.filter(state=SellerOrderState.PLACED, call=None)
    # Who asked the buyer about a change has looked at the order; its answer comes first.
    waiting = waiting.exclude(amendments__is_open=True)
    waiting = waiting.filter(Q(order__pay_until=None) | Q(order__paid_at__isnull=False))
    return waiting.select_related("order", "seller", "run_stop__run").order_by("pk")


def _remind(part: SellerOrder, at: datetime.datetime) -> None:
    """Tell the latest of the set times that has passed; an earlier one missed at night is not told again."""
    hours = (at - part.created_at).total_seconds() / 3600
    passed = [set_time for set_time in settings.CONFIRM_REMIND_HOURS if set_time <= hours]
    if passed:
        tell_staff(
            seller=part.seller,
            key=f"confirm-reminder:{part.number}:{passed[-1]}",
            template="confirm_reminder",
            context={"part": part, "until": confirm_by(part), "link": _link(part)},
        )


@transaction.atomic
def _escalate(part: SellerOrder, at: datetime.datetime) -> list[Call]:
    _order, parts = lock(order_id=part.order_id)
    fresh = next(one for one in parts if one.pk == part.pk)
    if fresh.state != SellerOrderState.PLACED:
        return []
    call, is_new = Call.objects.get_or_create(seller_order=part, defaults={"since": confirm_by(part), "made_at": at})
    if not is_new:
        return []
    tell_staff(
        seller=part.seller,
        key=f"confirm-late:{part.number}",
        template="confirm_late",
        context={"part": part, "link": _link(part)},
    )
    return [call]


def _link(part: SellerOrder) -> str:
    return f"{settings.SITE_URL}/kenh-nguoi-ban/don-hang/{part.number}/"
