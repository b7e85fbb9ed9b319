"""What drawers and drivers hold in the ledger is what hand-overs, closings and remittances say, one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import F, QuerySet, Sum

from shop.fulfilment.cash.models import BorneBy, CashCount, Leg, Remittance, RemittanceState
from shop.fulfilment.models import HandOver
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry
from shop.order.enums import Collector

Moved = Counter[tuple[str, str]]  # (holder's key, what moved it) -> VND
RECEIVED, COUNTED, REMITTED, SETTLED = "cash-collected", "cash-counted", "cash-remitted", "cash-dispute-settled"
NAMES = {AccountKind.CASH_DRAWER: "drawer of point", AccountKind.CASH_DRIVER: "cash of driver"}
UNDONE = "-reversed"


def broken() -> Iterator[str]:
    """Name each holder whose ledger account was moved by another amount than the rows of that kind come to."""
    for account, wanted in ((AccountKind.CASH_DRAWER, _drawers()), (AccountKind.CASH_DRIVER, _drivers())):
        booked = _booked(account)
        for holder, what in sorted(wanted.keys() | booked.keys()):
            rows, ledger = wanted[holder, what], booked[holder, what]
            if rows != ledger:
                yield f"{NAMES[account]} {holder}, {what}: rows come to {rows}, the ledger has {ledger}"


def _booked(account: AccountKind) -> Moved:
    """Return what the ledger moved, an undone receipt netted; cash given back to buyers has no rows of its own here."""
    rows = Entry.objects.filter(account__kind=account).exclude(transaction__kind="cash-refunded")
    sums = rows.values_list("account__key", "transaction__kind").annotate(total=Sum("amount_vnd")).order_by()
    moved: Moved = Counter()
    for holder, kind, total in sums:
        moved[holder, kind.removesuffix(UNDONE)] += int(total)
    return moved


def _drawers() -> Moved:
    standing = HandOver.objects.filter(undone_at=None).exclude(order__collector=Collector.SELLER)
    counts = CashCount.objects.annotate(gap=F("counted_vnd") - F("expected_vnd"))
    taken = _taken().exclude(point=None)
    moved: Moved = Counter()
    _add(moved, RECEIVED, standing, "run_stop__point", "cash_vnd")
    _add(moved, COUNTED, counts, "point", "gap")
    _add(moved, REMITTED, taken, "point", "handed_vnd", sign=-1)
    _add(moved, SETTLED, _settled(BorneBy.GIVER).exclude(point=None), "point", "missing")
    return moved


def _drivers() -> Moved:
    moved: Moved = Counter()
    _add(moved, REMITTED, _taken().filter(leg=Leg.POINT_DRIVER), "driver", "received_vnd")
    _add(moved, REMITTED, _taken().filter(leg=Leg.DRIVER_TREASURY), "driver", "handed_vnd", sign=-1)
    _add(moved, SETTLED, _settled(BorneBy.GIVER).filter(leg=Leg.DRIVER_TREASURY), "driver", "missing")
    _add(moved, SETTLED, _settled(BorneBy.TAKER).filter(leg=Leg.POINT_DRIVER), "driver", "missing")
    return moved


def _taken() -> QuerySet[Remittance]:
    """Return the remittances whose taker has confirmed."""
    return Remittance.objects.exclude(state__in=[RemittanceState.WAITING, RemittanceState.CANCELLED])


def _settled(by: BorneBy) -> QuerySet[Remittance]:
    rows = _taken().filter(state=RemittanceState.SETTLED, borne_by=by)
    return rows.annotate(missing=F("handed_vnd") - F("received_vnd"))


def _add(moved: Moved, what: str, rows: QuerySet, holder: str, amount: str, *, sign: int = 1) -> None:
    for key, total in rows.order_by().values_list(holder).annotate(total=Sum(amount)):
        moved[str(key), what] += sign * int(total)
