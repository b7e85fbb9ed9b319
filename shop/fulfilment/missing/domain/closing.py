"""A case ends: the parcel turned up and goes on, or it is lost and its buyer does not pay for it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.staff import tell_staff
from shop.accounts.models import User
from shop.communication.sending import tell
from shop.fulfilment.amendments.domain.recording import record_loss
from shop.fulfilment.amendments.models import AmendmentKind, AmendmentOutcome
from shop.fulfilment.domain.custody import pass_on
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.missing.domain.ending import end_case
from shop.fulfilment.missing.domain.words import require_outcome
from shop.fulfilment.missing.models import CaseState, ParcelCase
from shop.fulfilment.models import Parcel, ParcelState
from shop.order.domain.transitions import lock
from shop.order.enums import SellerOrderState
from shop.order.models import Line
from shop.shipping.models import Run

OVER = frozenset({SellerOrderState.CANCELLED, SellerOrderState.RETURNED, SellerOrderState.DELIVERED})


class CaseOver(Refused):
    """The case was closed before."""


@transaction.atomic
def close_found(*, case: ParcelCase, outcome: str, actor: User, at: datetime.datetime) -> ParcelCase:
    """Write down where the parcel was; the next scan takes it on. Raises CaseOver, OutcomeMissing."""
    require_outcome(outcome)
    fresh = _open(case)
    return end_case(fresh, CaseState.FOUND, outcome, actor, at)


@transaction.atomic
def close_lost(
    *, case: ParcelCase, outcome: str, left: Mapping[int, int], actor: User, at: datetime.datetime
) -> ParcelCase:
    """Give a parcel up: its goods leave the stock, the buyer owes less or gets money back, both sides are told.

    left: line id -> units that are in the order's other parcels; lines that are not named were in this one whole.
    Of an order that ended meanwhile only the parcel is written off.
    Raises CaseOver, OutcomeMissing, and what record_loss raises.
    """
    require_outcome(outcome)
    # The run before the order, as everybody does.
    list(Run.objects.select_for_update(no_key=True, of=("self",)).filter(stops__parcels=case.parcel_id))
    fresh = _open(case)
    parcel = Parcel.objects.select_related("seller_order__order", "seller_order__seller").get(pk=fresh.parcel_id)
    pass_on(parcel=parcel, to=ParcelState.LOST, actor=actor, nonce=f"lost:{fresh.pk}", reason=outcome[:200], at=at)
    done = _write_off(parcel, outcome, left, actor, at)
    fresh.amendment = done.amendment if done else None
    closed = end_case(fresh, CaseState.LOST, outcome, actor, at)
    _tell(closed, parcel, done, at)
    return closed


def _write_off(
    parcel: Parcel, outcome: str, left: Mapping[int, int], actor: User, at: datetime.datetime
) -> AmendmentOutcome | None:
    part = parcel.seller_order
    part.refresh_from_db(fields=["state"])
    if parcel.is_left or part.state in OVER:
        return None
    has_others = Parcel.objects.filter(seller_order=part).exclude(state=ParcelState.LOST).exists()
    lines = Line.objects.filter(seller_order=part, quantity__gt=0).values_list("pk", flat=True)
    return record_loss(
        seller_order=part,
        kind=AmendmentKind.LOST,
        left={pk: left.get(pk, 0) if has_others else 0 for pk in lines},
        reason=outcome,
        actor=actor,
        at=at,
    )


def _open(case: ParcelCase) -> ParcelCase:
    """Lock the parcel's order, then the case."""
    lock(order_id=case.parcel.seller_order.order_id)
    fresh = ParcelCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not fresh.is_open:
        raise CaseOver(
            _("Vụ %(number)s đã đóng: %(state)s.") % {"number": fresh.number, "state": fresh.get_state_display()}
        )
    return fresh


def _tell(case: ParcelCase, parcel: Parcel, done: AmendmentOutcome | None, at: datetime.datetime) -> None:
    part = parcel.seller_order
    context = {"case": case, "parcel": parcel, "part": part, "order": part.order, "outcome": done}
    tell_staff(seller=part.seller, key=f"parcel-lost:{case.pk}", template="parcel_lost_seller", context=context)
    if done is not None:
        tell(
            key=f"parcel-lost:{case.pk}",
            recipient=part.order.buyer_phone,
            template="parcel_lost",
            context=context,
            at=at,
        )
