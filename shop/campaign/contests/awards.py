"""Recognitions as goods and shops show them: all of them are few, so pages read them from memory."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache

from shop.campaign.contests.models import Award

KEY = "contests:awards"
KEEP_SECONDS = 60


@dataclass(frozen=True)
class Honour:
    """One recognition of a good. decision: number of the signed paper."""

    title: str
    contest: str
    url: str
    decision: str
    year: int
    product_id: int
    product_title: str
    seller_id: int


def honours_of_product(pk: int) -> list[Honour]:
    return [honour for honour in _all() if honour.product_id == pk]


def honours_of_seller(pk: int) -> list[Honour]:
    return [honour for honour in _all() if honour.seller_id == pk]


def forget() -> None:
    """Read them anew: called when a decision was recorded."""
    cache.delete(KEY)


def _all() -> list[Honour]:
    found: list[Honour] | None = cache.get(KEY)
    if found is None:
        rows = Award.objects.select_related("recognition__contest", "entry__product")
        found = [_honour(row) for row in rows.order_by("-recognition__decided_on", "pk")]
        cache.set(KEY, found, KEEP_SECONDS)
    return found


def _honour(row: Award) -> Honour:
    decision, entry = row.recognition, row.entry
    return Honour(
        title=row.title,
        contest=decision.contest.title,
        url=decision.contest.get_absolute_url(),
        decision=decision.number,
        year=decision.decided_on.year,
        product_id=entry.product_id,
        product_title=entry.product.title,
        seller_id=entry.seller_id,
    )
