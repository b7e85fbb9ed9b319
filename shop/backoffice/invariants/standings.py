"""Every application and every seller stands where a path of legal moves in the trail has led."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from django.db.models import Model

from sellers.models import Partner
from sellers.onboarding.domain import transitions as of_applications
from sellers.onboarding.models import SellerApplication
from sellers.standing.domain import transitions as of_sellers
from shop.audit.models import AuditEvent

Steps = list[tuple[str, str]]


def broken() -> Iterator[str]:
    """Name each application and seller whose trail is no path of legal moves to its state."""
    applications = SellerApplication.objects.values_list("pk", "state")
    yield from _broken(SellerApplication, applications, str(of_applications.FIRST), _plain(of_applications.MOVES))
    sellers = Partner.objects.values_list("pk", "state")
    yield from _broken(Partner, sellers, str(of_sellers.FIRST), _plain(of_sellers.MOVES))


def _broken(
    model: type[Model], stands: Iterable[tuple[int, str]], first: str, moves: dict[str, frozenset[str]]
) -> Iterator[str]:
    steps: dict[int, Steps] = defaultdict(list)
    label = model._meta.label_lower
    events = AuditEvent.objects.filter(subject_type=label, details__has_keys=["from", "to"]).order_by("pk")
    for pk, details in events.values_list("subject_id", "details"):
        steps[pk].append((details["from"], details["to"]))
    for pk, state in stands:
        if not is_path(steps[pk], first, state, moves):
            yield f"{label} {pk}: {steps[pk]} does not lead from {first} to {state}"


def _plain(moves: Mapping[Any, Iterable[Any]]) -> dict[str, frozenset[str]]:
    return {str(before): frozenset(str(after) for after in following) for before, following in moves.items()}


def is_path(steps: Steps, first: str, end: str, moves: dict[str, frozenset[str]]) -> bool:
    """Return whether the steps start at `first`, join up, are all legal and end at `end`; no steps: never moved."""
    if not steps:
        return end == first
    joined = all(after == before for (_, after), (before, _) in pairwise(steps))
    legal = all(after in moves[before] for before, after in steps)
    return joined and legal and steps[0][0] == first and steps[-1][1] == end
