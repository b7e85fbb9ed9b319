"""What waits for a person says why it waits now: a slip of the cash is none any more once its order was handed over."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from shop.fulfilment.counter.domain.giving import GIVES, refusal_of
from shop.fulfilment.domain.visits import already
from shop.fulfilment.models import ActOutcome, CounterAct, HandOver

STALE = ("cash", "parcels", "refused", "error")  # a revoked device or a number used twice is looked at as such


@transaction.atomic
def retell(*, point_id: int) -> int:
    """Give open acts of a point whose order was handed over meanwhile that reason; return how many.

    One query when there are none. Two devices may report one hand-over with the same wrong cash: after the first was
    put right, counting again cannot help with the second, and whoever settles it is told so.
    """
    acts = list(_overtaken(point_id).select_for_update(skip_locked=True, of=("self",)))
    standing = HandOver.objects.filter(order__in=[act.order_id for act in acts], undone_at=None, rest_waits=False)
    ended = {(row.order_id, row.run_stop_id): row for row in standing.select_related("operator")} if acts else {}
    told = 0
    for act in acts:
        done = ended.get((act.order_id or 0, act.payload["stop"]))
        if done is None:
            continue
        result = refusal_of(already(done), act.order)
        act.cause, act.told = result.cause, result.told[:400]
        act.save(update_fields=["cause", "told"])
        told += 1
    return told


def _overtaken(point_id: int) -> QuerySet[CounterAct]:
    standing = HandOver.objects.filter(
        order=OuterRef("order"), run_stop__point=point_id, undone_at=None, rest_waits=False
    )
    acts = CounterAct.objects.filter(
        device__point=point_id, outcome=ActOutcome.CONFLICT, settled_at=None, cause__in=STALE, kind__in=GIVES
    )
    return acts.filter(Exists(standing)).order_by("pk")
