"""Run and point fees: fixed amounts a seller pays per part of an order, by dated rows, frozen when it is placed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from sellers.commission.domain.plans import DAY, InThePast, Taken
from sellers.commission.enums import FeeKind
from sellers.commission.models import FeeRate
from sellers.models import Partner
from shop.accounts.models import User
from shop.audit.trail import record
from shop.money.formatting import vnd


@dataclass(frozen=True)
class Fees:
    """What one part of a seller costs the seller, whole VND, beside the commission."""

    run_vnd: int = 0
    point_vnd: int = 0

    def within(self, most_vnd: int) -> Fees:
        """Return fees that leave the seller's share at zero or above: the run's first, then the point's."""
        run_vnd = min(self.run_vnd, max(0, most_vnd))
        return Fees(run_vnd, min(self.point_vnd, max(0, most_vnd - run_vnd)))


def fees(*, seller_ids: Iterable[int], on: datetime.date) -> dict[int, Fees]:
    """Return seller id -> fees per part on a day: the seller's own row, else everybody's, else none. One query."""
    wanted = list(seller_ids)
    dated = Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
    rows = FeeRate.objects.filter(dated, Q(seller=None) | Q(seller_id__in=wanted)).order_by("valid_from", "pk")
    amounts = {(row.seller_id, row.kind): int(row.amount_vnd) for row in rows}

    def amount(seller_id: int, kind: FeeKind) -> int:
        return amounts.get((seller_id, kind.value), amounts.get((None, kind.value), 0))

    return {seller_id: Fees(amount(seller_id, FeeKind.RUN), amount(seller_id, FeeKind.POINT)) for seller_id in wanted}


@transaction.atomic
def set_fee(
    *,
    kind: FeeKind,
    seller: Partner | None,
    amount_vnd: int,
    valid_from: datetime.date,
    basis: str,
    by: User,
    at: datetime.datetime,
    today: datetime.date,
) -> FeeRate:
    """Let a fee hold from a day on; the one before ends the day before. Raises InThePast, Taken."""
    if valid_from < today:
        raise InThePast(valid_from)
    same = FeeRate.objects.select_for_update(of=("self",)).filter(kind=kind, seller=seller)
    if same.filter(valid_from__gte=valid_from).exists():
        raise Taken(valid_from)
    for before in same:
        if before.valid_to is None or before.valid_to >= valid_from:
            before.valid_to = valid_from - DAY
            before.save(update_fields=["valid_to"])
    fee = FeeRate.objects.create(kind=kind, seller=seller, amount_vnd=amount_vnd, valid_from=valid_from, basis=basis)
    record(actor=by, action="fee.set", subject=fee, at=at, reason=basis, details={"what": _words(fee)})
    return fee


@transaction.atomic
def end_fee(*, fee: FeeRate, by: User, at: datetime.datetime, today: datetime.date) -> None:
    """Let a fee end today, or remove one that has not begun. Raises InThePast when it ended already."""
    locked = FeeRate.objects.select_for_update(of=("self",)).get(pk=fee.pk)
    if locked.valid_to is not None and locked.valid_to <= today:
        raise InThePast(locked.valid_to)
    record(actor=by, action="fee.ended", subject=locked, at=at, details={"what": _words(locked)})
    if locked.valid_from > today:
        locked.delete()
    else:
        locked.valid_to = today
        locked.save(update_fields=["valid_to"])


def _words(fee: FeeRate) -> str:
    whose = f", {fee.seller}" if fee.seller else ""
    return f"{fee.get_kind_display()} {vnd(fee.amount_vnd)}{whose}"
