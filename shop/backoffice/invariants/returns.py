"""A returned good is asked for once, its history is a path, its money stands in the ledger, and its payout is held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F, Sum

from sellers.payouts.models import PayoutHold
from shop.aftersales.returns.domain.transitions import is_legal
from shop.aftersales.returns.enums import BEFORE_THE_MONEY, ReturnState
from shop.aftersales.returns.models import ReturnEvent, ReturnLine, ReturnRequest, ReturnSettlement
from shop.backoffice.invariants.paths import is_path
from shop.ledger.models import Transaction
from shop.payment.enums import RefundState

GRANTED = {ReturnState.REFUNDING, ReturnState.REFUNDED}


def broken() -> Iterator[str]:
    """Name each request that breaks one of these."""
    yield from _paths()
    yield from _too_many()
    yield from _money()
    yield from _holds()


def _paths() -> Iterator[str]:
    steps: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, before, after in ReturnEvent.objects.order_by("pk").values_list("request", "from_state", "to_state"):
        steps[pk].append((before, after))
    for pk, number, state in ReturnRequest.objects.values_list("pk", "number", "state"):
        if not is_path(steps[pk], state, ReturnState.ASKED, is_legal):
            yield f"return {number}: {steps[pk]} does not lead to {state}"


def _too_many() -> Iterator[str]:
    """No more of a line comes back than was bought."""
    named = ReturnLine.objects.exclude(request__state=ReturnState.WITHDRAWN).values("line", "line__quantity").order_by()
    for row in named.annotate(total=Sum("quantity")).filter(total__gt=F("line__quantity")):
        yield f"line {row['line']}: {row['total']} of {row['line__quantity']} returned"


def _money() -> Iterator[str]:
    """Exactly the granted requests have a settlement, it is booked, and it is done when the request is."""
    settled = {row.request_id: row for row in ReturnSettlement.objects.prefetch_related("refunds")}
    booked = Transaction.objects.filter(kind="return-granted").values_list("business_key", flat=True)
    keys = {key.partition(":")[2] for key in booked}
    for pk, number, state in ReturnRequest.objects.values_list("pk", "number", "state"):
        settlement, is_granted = settled.get(pk), state in GRANTED
        if is_granted != (settlement is not None) or is_granted != (number in keys):
            yield f"return {number}: {state}, but not settled and booked so"
        elif settlement and not _is_whole(settlement, state):
            yield f"return {number}: {state}, but its {settlement.refund_vnd} did not go so"


def _is_whole(settlement: ReturnSettlement, state: str) -> bool:
    """Return whether what is owed back is queued in full, and done when the request says so."""
    is_done = state == ReturnState.REFUNDED
    if settlement.is_cash:
        return (settlement.paid_at is not None) == is_done
    refunds = list(settlement.refunds.all())
    queued = sum(int(refund.amount_vnd) for refund in refunds) == settlement.refund_vnd
    return queued and (not is_done or all(refund.state == RefundState.DONE for refund in refunds))


def _holds() -> Iterator[str]:
    """Payouts are held exactly while a request is open and its money not yet decided."""
    held = set(
        PayoutHold.objects.filter(source__startswith="return:", released_at=None).values_list("source", flat=True)
    )
    wanted = {
        f"return:{number}"
        for number in ReturnRequest.objects.filter(state__in=BEFORE_THE_MONEY).values_list("number", flat=True)
    }
    for source in sorted(held ^ wanted):
        yield f"{source}: held and open differ"
