"""The buyer took fewer units than ordered, as a device without network reports; the hand-over comes after it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shop.fulfilment.amendments.domain.at_the_counter import take_less
from shop.fulfilment.amendments.models import AmendmentKind, AmendmentOutcome
from shop.fulfilment.counter.domain.results import Result, Word
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.domain.visits import EARLIER, GONE
from shop.fulfilment.models import ActOutcome, CounterAct
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder

NOT_HERE_YET = frozenset(SellerOrderState) - {SellerOrderState.AT_POINT, *EARLIER, *GONE}


class Moved(Refused):
    """Since the device last heard of them the quantities have changed."""


def lessen(act: CounterAct, word: Word | None) -> Result:
    """Reduce one seller's part of an order as the act says, or say why not; nothing is written then."""
    said, point = act.payload, act.device.point_id
    rows = SellerOrder.objects.filter(order__number=said["order"], run_stop=said["stop"], run_stop__point=point)
    part = rows.select_related("order", "seller", "run_stop").filter(number=said["part"]).first()
    if part is None:
        return Result(ActOutcome.CONFLICT, "unknown", _("Điểm này không có đơn %(n)s.") % {"n": said["part"]})
    if part.state in NOT_HERE_YET:
        told = _("Hàng của đơn %(n)s chưa quét nhận đủ ở điểm.") % {"n": part.number}
        return Result(ActOutcome.WAITING, "not_ready", told, part.order)
    try:
        with transaction.atomic():
            _require_as_seen(_taken(act, part, word), said["units"])
    except Refused as refusal:
        cause = "already" if part.state in EARLIER else "gone" if part.state in GONE else "refused"
        return Result(ActOutcome.CONFLICT, cause, str(refusal), part.order)
    return Result(ActOutcome.APPLIED, order=part.order)


def _taken(act: CounterAct, part: SellerOrder, word: Word | None) -> AmendmentOutcome:
    return take_less(
        seller_order=part,
        kind=AmendmentKind.LEFT,
        left={unit["line"]: unit["takes"] for unit in act.payload["units"]},
        reason=act.payload["reason"],
        operator=act.device.operator,
        at=act.happened_at,
        vouched_by=word.actor if word else None,
    )


def _require_as_seen(done: AmendmentOutcome, units: list[dict[str, Any]]) -> None:
    """Refuse a report about other quantities than the books hold: another device or a page was there before."""
    seen = {unit["line"]: (unit["had"], unit["takes"]) for unit in units if unit["had"] != unit["takes"]}
    items = done.amendment.items.all()
    if seen != {item.line_id: (item.quantity_before, item.quantity_after) for item in items}:
        raise Moved(_("Số lượng của đơn đã đổi trước lượt này. Đếm lại hàng với khách."))
