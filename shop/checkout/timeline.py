"""Where an order is, step by step, read from the history of its parts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shop.order.domain.transitions import FORWARD
from shop.order.enums import SellerOrderState as State
from shop.order.models import SellerOrder
from shop.shipping.models import RunStop

ENDED = {
    State.CANCELLED: gettext_lazy("Đơn đã hủy"),
    State.RETURNING: gettext_lazy("Hàng đang trả về"),
    State.RETURNED: gettext_lazy("Hàng đã trả về"),
}


@dataclass(frozen=True)
class Step:
    """One line of the timeline. mark: "done", "now", "bad" or nothing yet; at: when it happened."""

    label: str
    mark: str = ""
    at: datetime.datetime | None = None
    expected: datetime.datetime | None = None
    hint: str = ""


def timeline_of(parts: Sequence[SellerOrder]) -> list[Step]:
    """Return the steps of an order. parts come with their events and run stops loaded."""
    living = [part for part in parts if part.state != State.CANCELLED]
    ended = [part for part in parts if part.state in ENDED]
    if not living or any(part.state in {State.RETURNING, State.RETURNED} for part in parts):
        return [_placed(parts), *_endings(ended)]
    states = FORWARD if any(part.run_stop for part in living) else [s for s in FORWARD if s != State.AT_POINT]
    steps = [_step(state, living) for state in states]
    current = next((index for index, step in enumerate(steps) if step.mark != "done"), len(steps))
    if current < len(steps):
        waiting = steps[current]
        steps[current] = Step(waiting.label, "now", waiting.at, waiting.expected, waiting.hint)
    return steps


def _step(state: State, parts: Sequence[SellerOrder]) -> Step:
    reached = [part for part in parts if FORWARD.index(State(part.state)) >= FORWARD.index(state)]
    stop = next((part.run_stop for part in parts if part.run_stop), None)
    if len(reached) == len(parts):
        return Step(_label(state, stop), "done", _latest(state, parts))
    hint = ""
    if reached:
        hint = _("%(n)d/%(all)d người bán đã xong") % {"n": len(reached), "all": len(parts)}
    return Step(_label(state, stop), expected=_expected(state, stop), hint=hint)


def _label(state: State, stop: RunStop | None) -> str:
    if state == State.ON_THE_WAY and stop:
        return _("Lên xe chuyến %(code)s") % {"code": stop.run.code}
    labels = {
        State.PLACED: _("Đã đặt hàng"),
        State.CONFIRMED: _("Người bán xác nhận"),
        State.PACKED: _("Đóng gói xong"),
        State.ON_THE_WAY: _("Đang giao"),
        State.AT_POINT: _("Tới điểm nhận"),
        State.DELIVERED: _("Bạn nhận hàng"),
    }
    return labels[state]


def _expected(state: State, stop: RunStop | None) -> datetime.datetime | None:
    if stop is None:
        return None
    return {State.ON_THE_WAY: stop.run.departs_at, State.AT_POINT: stop.arrives_at}.get(state)


def _latest(state: State, parts: Sequence[SellerOrder]) -> datetime.datetime | None:
    return max((event.at for part in parts for event in part.events.all() if event.to_state == state), default=None)


def _placed(parts: Sequence[SellerOrder]) -> Step:
    return Step(_("Đã đặt hàng"), "done", _latest(State.PLACED, parts))


def _endings(parts: Sequence[SellerOrder]) -> list[Step]:
    states = [state for state in ENDED if any(part.state == state for part in parts)]
    return [Step(str(ENDED[state]), "bad", _latest(state, parts)) for state in states]
