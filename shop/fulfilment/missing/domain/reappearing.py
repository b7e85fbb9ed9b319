"""A parcel that was given up turns up after all: its goods go back to their seller, and on the shelf again.

Its buyer was told and does not pay for it, or has the money back; nobody delivers it as if nothing had happened.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.staff import tell_staff
from shop.accounts.models import User
from shop.fulfilment.amendments.models import LeftGoods
from shop.fulfilment.domain.custody import pass_on
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.missing.domain.ending import end_case
from shop.fulfilment.missing.domain.words import require_outcome
from shop.fulfilment.missing.models import CaseState, ParcelCase
from shop.fulfilment.models import Parcel, ParcelState
from shop.order.domain.transitions import lock


class NotLost(Refused):
    """The parcel of this case was not given up, or turned up before."""


@transaction.atomic
def take_up(*, case: ParcelCase, outcome: str, is_with_seller: bool, actor: User, at: datetime.datetime) -> ParcelCase:
    """Send a lost parcel back to its seller from the point it was for, or write down that its seller has it already.

    The goods that were written off are in stock once it is there. Raises OutcomeMissing, NotLost.
    """
    require_outcome(outcome)
    lock(order_id=case.parcel.seller_order.order_id)
    fresh = ParcelCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    parcel = Parcel.objects.select_related("seller_order__seller", "run_stop__point").get(pk=fresh.parcel_id)
    if fresh.state != CaseState.LOST or parcel.state != ParcelState.LOST:
        raise NotLost(_("Kiện %(code)s không ở trạng thái thất lạc nữa.") % {"code": parcel.code})
    if fresh.amendment is not None:
        LeftGoods.objects.create(amendment=fresh.amendment, parcel=parcel)
        Parcel.objects.filter(pk=parcel.pk).update(is_left=True)
        parcel.is_left = True
    steps = [ParcelState.RETURNING, ParcelState.RETURNED] if is_with_seller else [ParcelState.RETURNING]
    for step in steps:
        pass_on(parcel=parcel, to=step, actor=actor, nonce=f"taken-up:{step}:{fresh.pk}", reason=outcome[:200], at=at)
    tell_staff(
        seller=parcel.seller_order.seller,
        key=f"parcel-taken-up:{fresh.pk}",
        template="parcel_taken_up_seller",
        context={"case": fresh, "parcel": parcel, "part": parcel.seller_order, "is_with_seller": is_with_seller},
    )
    return end_case(fresh, CaseState.FOUND, outcome, actor, at)
