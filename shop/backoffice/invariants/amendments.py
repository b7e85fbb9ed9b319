"""A change of an order either waits or has its outcome, and its money stands in the ledger under its own key."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Sum

from shop.fulfilment.amendments.domain.ending import ENDED
from shop.fulfilment.amendments.models import Amendment, AmendmentOutcome
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry


def broken() -> Iterator[str]:
    """Name each change that ended without outcome, waits with one, or is booked otherwise than it says."""
    for pk in Amendment.objects.filter(is_open=False, outcome=None).values_list("pk", flat=True):
        yield f"amendment {pk}: over without an outcome"
    for pk in Amendment.objects.filter(is_open=True).exclude(outcome=None).values_list("pk", flat=True):
        yield f"amendment {pk}: waits and has an outcome"
    booked = _booked()
    for outcome in AmendmentOutcome.objects.select_related("amendment__seller_order").iterator():
        if outcome.amendment.seller_order.state in ENDED and not outcome.total_after_vnd:
            continue  # the whole part was taken back
        found = -booked.get(f"part-amended:{outcome.amendment_id}", 0)
        if found != outcome.less_vnd:
            yield f"amendment {outcome.amendment_id}: {outcome.less_vnd} less, the ledger says {found}"


def _booked() -> dict[str, int]:
    """Return business key -> what a change moved on the buyer's side."""
    rows = Entry.objects.filter(transaction__kind="part-amended", account__kind=AccountKind.BUYER_DUE)
    totals = rows.values_list("transaction__business_key").annotate(total=Sum("amount_vnd")).order_by()
    return {key: int(total) for key, total in totals}
