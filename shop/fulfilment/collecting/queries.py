"""Until when an order is kept, and what a phone's no-shows mean."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from shop.fulfilment.collecting.models import CollectExtension, NoShow, NoShowRule
from shop.shipping.models import RunStop


@dataclass(frozen=True)
class Prepay:
    """Why an order has to be paid in advance."""

    times: int
    months: int


def extended(run_stop_ids: Iterable[int], *, after: datetime.datetime) -> QuerySet[CollectExtension]:
    """Return the extensions at some stops that are not over."""
    return CollectExtension.objects.filter(run_stop__in=list(run_stop_ids), until__gt=after)


def extensions_of(order_id: int) -> dict[int, CollectExtension]:
    """Return stop id -> the extension of an order."""
    return {row.run_stop_id: row for row in CollectExtension.objects.filter(order=order_id)}


def keeps_until(order_id: int, run_stop: RunStop) -> datetime.datetime:
    """Return until when the point keeps an order at a stop."""
    extension = extensions_of(order_id).get(run_stop.pk)
    return extension.until if extension else run_stop.collect_by


def rule_on(day: datetime.date) -> NoShowRule | None:
    """Return the rule in force on a day; None: nobody is asked to pay in advance."""
    standing = NoShowRule.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    return standing.order_by("-valid_from").first()


def counting(phone: str, *, rule: NoShowRule, at: datetime.datetime) -> QuerySet[NoShow]:
    """Return the no-shows of a phone that count under a rule."""
    return NoShow.objects.filter(phone=phone, lifted_at=None, at__gt=rule.since(at))


def must_prepay(phone: str, *, at: datetime.datetime) -> Prepay | None:
    """Return why the buyer with this phone (E.164) pays the next order in advance, or None."""
    rule = rule_on(timezone.localdate(at))
    if rule is None or not phone:
        return None
    times = counting(phone, rule=rule, at=at).count()
    return Prepay(times, rule.months) if times >= rule.times else None
