"""What happens when somebody does not act: no answer goes to the market, no goods end the request, clocks ring."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sellers.payouts.domain.holds import release
from shop.aftersales.returns.domain import telling
from shop.aftersales.returns.domain.answering import escalate
from shop.aftersales.returns.domain.asking import withdraw
from shop.aftersales.returns.domain.coming_back import confirm_goods
from shop.aftersales.returns.domain.refusals import NotYourTurn
from shop.aftersales.returns.domain.transitions import lock_request, move
from shop.aftersales.returns.enums import OPEN, GoodsState, ReturnState, ReturnWay
from shop.aftersales.returns.models import ReturnRequest
from shop.audit.trail import record
from shop.fulfilment.models import CustodyEvent, ParcelState

DAY = datetime.timedelta(days=1)


def act_on_overdue(*, at: datetime.datetime) -> list[ReturnRequest]:
    """Do what time has decided, each request in a transaction of its own; again changes nothing.

    No answer of the seller, or of the buyer to an offer: the market decides. A refusal nobody contested stands. Goods
    that were not brought end the request; those handed over directly and not confirmed go to the market; those the
    seller has and said nothing about count as received well.
    """
    moved = []
    for request in _due(at):
        try:
            moved.append(_act(request, at))
        except NotYourTurn:  # somebody was a moment faster
            continue
    return moved


def sound_alarms(*, at: datetime.datetime) -> list[ReturnRequest]:
    """Tell administrators of open requests whose money has to be back soon, or should have been, once per set day."""
    rows = ReturnRequest.objects.filter(state__in=OPEN).select_related("seller_order__seller", "seller_order__order")
    rung = []
    for request in rows.filter(refund_by__lte=at + max(settings.RETURN_ALARM_DAYS) * DAY).order_by("refund_by"):
        left = (request.refund_by - at) / DAY
        passed = [days for days in settings.RETURN_ALARM_DAYS if left <= days]
        with transaction.atomic():
            telling.office_alarm(request, days_left=min(passed) if left > 0 else -1, at=at)
        rung.append(request)
    return rung


def _due(at: datetime.datetime) -> list[ReturnRequest]:
    rows = ReturnRequest.objects.order_by("pk")
    late = [
        rows.filter(state=ReturnState.ASKED, answer_by__lte=at),
        rows.filter(state__in=[ReturnState.OFFERED, ReturnState.REFUSED], appeal_by__lte=at),
        rows.filter(state=ReturnState.TO_SEND, send_by__lte=at),
        rows.filter(state=ReturnState.ON_WAY, pk__in=_lying_with_sellers(at)),
    ]
    return [request for found in late for request in found]


def _lying_with_sellers(at: datetime.datetime) -> list[int]:
    since = at - datetime.timedelta(hours=settings.RETURN_CHECK_HOURS)
    back = CustodyEvent.objects.filter(
        to_state=ParcelState.RETURNED, at__lte=since, parcel__return_request__state=ReturnState.ON_WAY
    )
    return list(back.values_list("parcel__return_request", flat=True))


def _act(request: ReturnRequest, at: datetime.datetime) -> ReturnRequest:
    if request.state == ReturnState.ASKED:
        return escalate(request=request, actor=None, at=at, reason=_("Nhà bán không trả lời đúng hạn"))
    if request.state == ReturnState.OFFERED:
        return escalate(request=request, actor=None, at=at, reason=_("Khách chưa trả lời đề nghị"))
    if request.state == ReturnState.REFUSED:
        return _close_refused(request, at)
    if request.state == ReturnState.ON_WAY:
        return confirm_goods(request=request, goods_state=GoodsState.SPOILED, actor=None, at=at)
    if request.way == ReturnWay.DIRECT:
        return escalate(request=request, actor=None, at=at, reason=_("Chưa ai xác nhận hàng đã trả tận tay"))
    return withdraw(request=request, actor=None, at=at, reason=_("Khách không gửi trả hàng đúng hạn"))


@transaction.atomic
def _close_refused(request: ReturnRequest, at: datetime.datetime) -> ReturnRequest:
    locked = lock_request(request)
    reason = _("Khách không nhờ chợ phân xử")
    move(request=locked, to=ReturnState.CLOSED, actor=None, at=at, reason=reason)
    release(source=locked.hold_source, at=at)
    record(actor=None, action="return.closed", subject=locked, at=at, reason=reason)
    telling.both(locked)
    return locked
