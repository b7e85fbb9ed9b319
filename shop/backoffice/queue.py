"""One queue for everything a person must approve. Each kind of thing brings a source; the page only merges rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shop.accounts.reach import Reach

SATURDAY = 5

# States of the queue's filter, the same for every kind.
STATES: dict[str, str | Promise] = {
    "cho-xem": _("Chờ xem"),
    "can-bo-sung": _("Cần bổ sung"),
    "da-duyet": _("Đã duyệt"),
    "tu-choi": _("Từ chối"),
}


@dataclass(frozen=True, kw_only=True)
class QueueFilter:
    """What the reviewer looks for. Empty strings: everything."""

    state: str = "cho-xem"
    kind: str = ""
    words: str = ""
    province: str = ""
    legal_type: str = ""
    assignee: str = ""  # "toi": mine, "chua": nobody's
    me: int | None = None


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One thing in the queue."""

    number: str  # HS-0387, TD-0012
    title: str
    place: str
    kind: str  # the source's kind
    label: str  # "Người bán, hợp tác xã"
    waiting_since: datetime.datetime
    url: str
    is_again: bool = False  # sent again after changes
    reviewer: str = ""
    assignee_id: int | None = None  # who looks at it now

    def is_late(self, now: datetime.datetime) -> bool:
        """Return whether the promised working day is over."""
        return now > answer_due(self.waiting_since)


class QueueSource(Protocol):
    """One kind of thing that is approved. Every query is limited by `reach`."""

    kind: str
    title: str | Promise

    def rows(self, reach: Reach, wanted: QueueFilter) -> Iterable[QueueRow]:
        """Return the rows that fit, at most LIMIT, the longest waiting first."""
        ...

    def waiting(self, reach: Reach) -> int:
        """Return how many wait for a decision of this reviewer."""
        ...


LIMIT = 500
_sources: dict[str, QueueSource] = {}


def register(source: QueueSource) -> None:
    """Add a source; called once from an app's ready()."""
    _sources[source.kind] = source


def sources() -> list[QueueSource]:
    """Return every source, in the order they were registered."""
    return list(_sources.values())


def rows(reach: Reach, wanted: QueueFilter) -> list[QueueRow]:
    """Return what fits from all sources, the longest waiting first."""
    chosen = [source for source in sources() if wanted.kind in {"", source.kind}]
    found = [row for source in chosen for row in source.rows(reach, wanted)]
    return sorted((row for row in found if _fits(row, wanted)), key=lambda row: row.waiting_since)


def _fits(row: QueueRow, wanted: QueueFilter) -> bool:
    if wanted.assignee == "toi":
        return row.assignee_id == wanted.me
    return wanted.assignee != "chua" or row.assignee_id is None


def answer_due(since: datetime.datetime) -> datetime.datetime:
    """Return when an answer is due: one working day later; Saturdays and Sundays do not count."""
    due = since + datetime.timedelta(days=1)
    while due.weekday() >= SATURDAY:
        due += datetime.timedelta(days=1)
    return due
