"""Hand orders over and take their cash, in one step; what the buyer does not take goes back."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.fulfilment.domain.custody import WrongPerson, give_all
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.domain.returning import send_back
from shop.fulfilment.domain.visits import (
    AlreadyHandedOver,
    Counter,
    Giving,
    Gone,
    NotReady,
    ReasonMissing,
    Visit,
    WrongCash,
    WrongParts,
)
from shop.fulfilment.models import HandOver
from shop.order.domain import codes
from shop.order.domain.delivered import settle_all
from shop.order.domain.transitions import Step, lock_all, move, move_all
from shop.order.enums import SellerOrderState
from shop.order.models import Order, SellerOrder
from shop.payment.domain.collecting import CashTaken, collect_all
from shop.shipping.models import RunStop

__all__ = [
    "AlreadyHandedOver",
    "Gone",
    "NotReady",
    "ReasonMissing",
    "Visit",
    "WrongCash",
    "WrongParts",
    "hand_over",
    "hand_over_all",
]


def hand_over(
    *,
    order: Order,
    run_stop: RunStop,
    operator: User,
    cash_vnd: int,
    nonce: str,
    found_by: str,
    at: datetime.datetime,
    refused: Collection[int] = (),
    reason: str = "",
    vouched_by: User | None = None,
    is_report: bool = False,
    rest_waits: bool = False,
) -> HandOver:
    """Give an order at a stop to its buyer and take exactly the cash that is due for what is taken.

    refused: ids of the seller orders the buyer does not take, with the reason; they stay at the point and go back.
    All of them refused is a refusal of the order, without cash. Parcels, seller orders, cash, what sellers are owed
    and the code change together or not at all. The same nonce again returns the first hand-over. found_by: code, qr,
    parcel, phone or name. vouched_by: somebody of the back office who settles what an operator reported and who may no
    longer act there. is_report: the goods have left already, as a device without network tells; what was recalled
    meanwhile is then recorded as given. rest_waits: what has not come to the point stays to be collected on another
    visit with the same code, and cash is due for what is here alone. Raises WrongPerson, AlreadyHandedOver, NotReady,
    Recalled, WrongCash, WrongParts, ReasonMissing, NonceTaken.
    """
    visit = Visit(
        order_id=order.pk,
        run_stop=run_stop,
        operator=operator,
        cash_vnd=cash_vnd,
        nonce=nonce,
        found_by=found_by,
        at=at,
        refused=refused,
        reason=reason,
        vouched_by=vouched_by,
        is_report=is_report,
        rest_waits=rest_waits,
    )
    (done,) = hand_over_all([visit])
    if isinstance(done, Refused):
        raise done
    return done


@transaction.atomic
def hand_over_all(visits: Sequence[Visit]) -> list[HandOver | Refused]:
    """Do what `hand_over` does for many orders, each once: the statements do not grow with their number.

    Return for each visit its hand-over, or what `hand_over` would have raised; a visit that is refused writes nothing
    and the others go ahead. Every lock is taken for all of them before the next kind, by primary key.
    """
    operated = {operator: set(point_ids(operator)) for operator in {visit.operator for visit in visits}}
    locked = lock_all(order_ids=[visit.order_id for visit in visits])
    counter = Counter(visits)
    decided: list[Giving | HandOver | Refused] = []
    for visit in visits:
        try:
            if visit.vouched_by is None and visit.run_stop.point_id not in operated[visit.operator]:
                raise WrongPerson(_("Bạn không trực điểm của đơn này."))
            decided.append(counter.decide(visit, *locked[visit.order_id]))
        except Refused as refusal:
            decided.append(refusal)
    written = iter(_write([giving for giving in decided if isinstance(giving, Giving)]))
    return [next(written) if isinstance(one, Giving) else one for one in decided]


def _write(givings: Sequence[Giving]) -> list[HandOver]:
    if not givings:
        return []
    done = HandOver.objects.bulk_create(_row(giving) for giving in givings)
    collect_all(
        [
            CashTaken(one.order, one.taken, one.visit.cash_vnd, one.visit.run_stop.point, one.visit.at)
            for one in givings
            if one.visit.cash_vnd
        ]
    )
    taken = [(one, part) for one in givings for part in one.taken]
    ids = {part.pk for _one, part in taken}
    give_all(
        [
            (parcel, row)
            for one, row in zip(givings, done, strict=True)
            for parcel in one.parcels
            if parcel.seller_order_id in ids
        ]
    )
    move_all(
        [Step(part, one.parts, SellerOrderState.DELIVERED, one.visit.operator, one.visit.at) for one, part in taken]
    )
    settle_all({part: one.visit.at for one, part in taken})
    for one, row in zip(givings, done, strict=True):
        for part in one.left:
            _keep(part, one.visit.operator, row)
    closed = {(one.order.pk, one.visit.run_stop.pk): one.visit.at for one in givings if not one.left and not one.rest}
    codes.close_all(closed)
    return done


def _row(giving: Giving) -> HandOver:
    visit = giving.visit
    return HandOver(
        order=giving.order,
        run_stop=visit.run_stop,
        operator=visit.operator,
        outcome=giving.outcome,
        reason=visit.reason.strip() if giving.left else "",
        cash_vnd=visit.cash_vnd,
        found_by=visit.found_by,
        nonce=visit.nonce,
        rest_waits=bool(giving.rest),
        at=visit.at,
    )


def _keep(part: SellerOrder, operator: User, done: HandOver) -> None:
    """What the buyer does not take stays at the point and sets out for its seller."""
    send_back(seller_order=part, actor=operator, at=done.at, reason=done.reason, key=f"refused:{done.pk}")
    move(seller_order=part, to=SellerOrderState.RETURNING, actor=operator, at=done.at, reason=done.reason)
