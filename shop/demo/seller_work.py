"""What sellers have on their hands: orders nobody confirmed in time, a change that waits for its buyer."""

from __future__ import annotations

import datetime

from sellers.staff import staff_of
from shop.aftersales.domain.confirming import remind_and_escalate
from shop.communication.daytime import not_at_night
from shop.demo.orders import Story
from shop.fulfilment.amendments.domain.proposing import propose
from shop.fulfilment.amendments.domain.terms import Wish
from shop.fulfilment.amendments.models import AmendmentKind

SHORT_ORDER = "n06"


def leave_work(*, stories: list[Story], now: datetime.datetime) -> None:
    """Propose a change of one order, and put the late orders on the telephone list as the job does by day."""
    _propose(next(story for story in stories if story.row["key"] == SHORT_ORDER), now)
    remind_and_escalate(at=not_at_night(now))


def _propose(story: Story, now: datetime.datetime) -> None:
    """The seller of the order's most wanted good has only one of it."""
    line = story.order.lines.select_related("seller_order__seller").order_by("-quantity", "pk")[0]
    propose(
        seller_order=line.seller_order,
        kind=AmendmentKind.SHORTAGE,
        wishes=[Wish(line_id=line.pk, quantity=1)],
        reason="Mưa nhiều, thu hoạch không đủ (dữ liệu minh hoạ)",
        actor=staff_of(line.seller_order.seller)[0],
        at=now,
    )
