"""Finance decides whose a difference is, and how much single holders may hold."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.audit.trail import record
from shop.fulfilment.cash.domain.counting import lock_drawer
from shop.fulfilment.cash.domain.entries import post_settled, post_variance
from shop.fulfilment.cash.domain.refusals import AlreadyDone, NotYours, ReasonMissing
from shop.fulfilment.cash.domain.remitting import lock_remittance
from shop.fulfilment.cash.models import BorneBy, CashLimit, Leg, Remittance, RemittanceState, VarianceSettlement
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.shipping.models import PickUpPoint


@transaction.atomic
def settle_dispute(
    *, remittance: Remittance, borne_by: BorneBy, note: str, actor: User, at: datetime.datetime
) -> Remittance:
    """Close the case of a hand-over in which two sides counted differently.

    Who handed the money over or took it does not decide. Raises AlreadyDone, NotYours, ReasonMissing.
    """
    locked = lock_remittance(remittance)
    if locked.state != RemittanceState.DISPUTED:
        raise AlreadyDone(_("Lượt này không còn lệch chờ xử lý."))
    if locked.leg == Leg.POINT_DRIVER and actor.pk in {locked.handed_by_id, locked.received_by_id}:
        raise NotYours(_("Người giao, người nhận không tự xử lý lệch của mình."))
    if locked.leg != Leg.POINT_DRIVER and borne_by == BorneBy.TAKER:
        raise NotYours(_("Bên nhận là quỹ: chọn bên giao chịu hoặc chợ chịu."))
    locked.borne_by, locked.settled_note = borne_by, _require(note)
    locked.settled_by, locked.settled_at, locked.state = actor, at, RemittanceState.SETTLED
    locked.save()
    post_settled(locked, at)
    details = {"missing_vnd": locked.missing_vnd, "borne_by": borne_by}
    record(actor=actor, action="cash.settled", subject=locked, at=at, reason=locked.settled_note, details=details)
    return locked


@transaction.atomic
def settle_variance(
    *, point: PickUpPoint, is_repaid: bool, reason: str, actor: User, at: datetime.datetime
) -> VarianceSettlement:
    """Clear what counts of a drawer found missing or too much. Raises AlreadyDone, ReasonMissing."""
    locked = lock_drawer(point.pk)
    amount = balance(AccountKind.CASH_VARIANCE, str(locked.pk))
    if not amount:
        raise AlreadyDone(_("Điểm này không còn thiếu, thừa quỹ."))
    settlement = VarianceSettlement.objects.create(
        point=locked, amount_vnd=amount, is_repaid=is_repaid, reason=_require(reason), settled_by=actor, at=at
    )
    post_variance(settlement)
    details = {"amount_vnd": amount, "is_repaid": is_repaid}
    record(
        actor=actor, action="cash.variance_settled", subject=locked, at=at, reason=settlement.reason, details=details
    )
    return settlement


@transaction.atomic
def set_limit(
    *,
    point: PickUpPoint | None = None,
    driver: User | None = None,
    limit_vnd: int | None,
    actor: User,
    at: datetime.datetime,
) -> None:
    """Give one point or driver a limit of its own (0: none); None goes back to the setting."""
    holder = point or driver
    assert holder
    if limit_vnd is None:
        CashLimit.objects.filter(point=point, driver=driver).delete()
    else:
        CashLimit.objects.update_or_create(point=point, driver=driver, defaults={"limit_vnd": limit_vnd})
    record(actor=actor, action="cash.limit_set", subject=holder, at=at, details={"limit_vnd": limit_vnd})


def _require(text: str) -> str:
    tidy = " ".join(text.split())[:200]
    if not tidy:
        raise ReasonMissing(_("Ghi lý do, để sau này ai xem cũng hiểu."))
    return tidy
