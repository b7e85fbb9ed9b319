"""Close a drawer: expected against counted, the difference posted with its reason."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.accounts.queries import point_ids
from shop.audit.trail import record
from shop.fulfilment.cash.domain.refusals import NotYours, ReasonMissing
from shop.fulfilment.cash.holding import drawer_vnd
from shop.fulfilment.cash.models import CashCount
from shop.ledger.cash_in import point_line
from shop.ledger.domain.posting import Side, post
from shop.ledger.enums import AccountKind
from shop.money.formatting import vnd
from shop.shipping.models import PickUpPoint


def lock_drawer(point_id: int) -> PickUpPoint:
    """Lock a point, so that its drawer is counted and emptied by one person at a time."""
    return PickUpPoint.objects.select_for_update(no_key=True).get(pk=point_id)


def require_operator(point: PickUpPoint, operator: User) -> None:
    """Raise NotYours unless the person operates the point."""
    if point.pk not in point_ids(operator):
        raise NotYours(_("Bạn không trực điểm %(point)s.") % {"point": point.name})


@transaction.atomic
def count_drawer(
    *, point: PickUpPoint, operator: User, counted_vnd: int, reason: str, nonce: str, at: datetime.datetime
) -> CashCount:
    """Write one closing and bring the ledger's drawer to what was counted; the same nonce again returns the first.

    Raises NotYours, ReasonMissing when counted and expected differ and no reason is given.
    """
    locked = lock_drawer(point.pk)
    require_operator(locked, operator)
    known = CashCount.objects.filter(nonce=nonce, point=locked).first()
    if known:
        return known
    expected, reason = drawer_vnd(locked.pk), " ".join(reason.split())
    if counted_vnd != expected and not reason:
        raise ReasonMissing(_differs(expected, counted_vnd))
    count = CashCount.objects.create(
        point=locked,
        operator=operator,
        expected_vnd=expected,
        counted_vnd=counted_vnd,
        reason=reason,
        nonce=nonce,
        at=at,
    )
    _post_variance(count)
    record(
        actor=operator,
        action="cash.counted",
        subject=locked,
        at=at,
        reason=reason,
        details={"expected_vnd": expected, "counted_vnd": counted_vnd},
    )
    return count


def _post_variance(count: CashCount) -> None:
    if not count.variance_vnd:
        return
    key = str(count.point_id)
    post(
        business_key=f"cash-counted:{count.pk}",
        kind="cash-counted",
        sides=[
            Side(AccountKind.CASH_DRAWER, key, count.variance_vnd),
            Side(AccountKind.CASH_VARIANCE, key, -count.variance_vnd, point_line(key)),
        ],
        occurred_at=count.at,
    )


def _differs(expected: int, counted: int) -> str:
    word = _("thiếu") if counted < expected else _("thừa")
    return _("Sổ ghi %(expected)s, bạn đếm %(counted)s, %(word)s %(gap)s. Đếm lại, hoặc ghi lý do rồi lưu.") % {
        "expected": vnd(expected),
        "counted": vnd(counted),
        "word": word,
        "gap": vnd(abs(counted - expected)),
    }
