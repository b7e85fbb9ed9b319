"""The only way a request changes its state.

    asked ──> offered, refused ──> escalated ──> to_send ──> on_way ──> refunding ──> refunded
      │           │         └──> closed <──┘        │           └──> escalated
      ├───────────┴──> to_send, refunding           └──> refunding (handed to the seller, or kept)
      └──> escalated (no answer), withdrawn

Whoever takes several locks takes the order and its parts first, then the request (order/domain/transitions.py).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.aftersales.returns.domain.refusals import NotYourTurn
from shop.aftersales.returns.enums import ENDED
from shop.aftersales.returns.enums import ReturnState as State
from shop.aftersales.returns.models import ReturnEvent, ReturnRequest
from shop.order.domain.transitions import lock

MOVES: Mapping[State, frozenset[State]] = {
    State.ASKED: frozenset(
        {State.OFFERED, State.REFUSED, State.ESCALATED, State.TO_SEND, State.REFUNDING, State.WITHDRAWN}
    ),
    State.OFFERED: frozenset({State.REFUNDING, State.ESCALATED, State.WITHDRAWN}),
    State.REFUSED: frozenset({State.ESCALATED, State.CLOSED, State.WITHDRAWN}),
    State.ESCALATED: frozenset({State.TO_SEND, State.REFUNDING, State.CLOSED, State.WITHDRAWN}),
    State.TO_SEND: frozenset({State.ON_WAY, State.REFUNDING, State.ESCALATED, State.WITHDRAWN}),
    State.ON_WAY: frozenset({State.REFUNDING, State.ESCALATED}),
    State.REFUNDING: frozenset({State.REFUNDED}),
    State.REFUNDED: frozenset(),
    State.CLOSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


def is_legal(before: str, after: str) -> bool:
    """Return whether a request's history may hold this step."""
    return State(after) in MOVES[State(before)]


def lock_request(request: ReturnRequest) -> ReturnRequest:
    """Lock the order with its parts, then the request; return it fresh, with its locked part and order."""
    order_id = ReturnRequest.objects.values_list("seller_order__order", flat=True).get(pk=request.pk)
    parts = lock(order_id=order_id)[1]
    rows = ReturnRequest.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("reason", "parcel").get(pk=request.pk)
    locked.seller_order = next(part for part in parts if part.pk == locked.seller_order_id)
    return locked


def begin(*, request: ReturnRequest, actor: User | None, at: datetime.datetime) -> None:
    """Write the first step of a new request."""
    ReturnEvent.objects.create(request=request, to_state=request.state, actor=actor, at=at)


def move(
    *, request: ReturnRequest, to: State, actor: User | None, at: datetime.datetime, reason: str = ""
) -> ReturnRequest:
    """Move a locked request, save all of it, and keep the step. Raises NotYourTurn before anything is written."""
    if not is_legal(request.state, to):
        raise NotYourTurn(not_now(request))
    ReturnEvent.objects.create(
        request=request, from_state=request.state, to_state=to, actor=actor, reason=reason[:300], at=at
    )
    request.state = to
    request.ended_at = at if to in ENDED else None
    request.save()
    return request


def not_now(request: ReturnRequest) -> str:
    """Return why an act is not possible, for whoever's page was old."""
    told = {"number": request.number, "state": request.get_state_display()}
    return _("Yêu cầu %(number)s đang ở bước “%(state)s”. Tải lại trang rồi xem việc cần làm.") % told
