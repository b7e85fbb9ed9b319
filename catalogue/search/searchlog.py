"""What is searched and what finds nothing: counts by day, nothing about who searched.

Counted in memory and written in one statement once a request has been answered, every few seconds at most. What a
process has not written when it is killed is lost; pages answered from a cache are not counted. So the counts are a
little low, and nobody waits for them.
"""

import datetime
import logging
import threading
import time
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import QuerySet, Sum
from django.utils import timezone

from catalogue.search.analysis import words
from catalogue.search.models import SearchCount

logger = logging.getLogger(__name__)

WRITE_EVERY_SECONDS = 5.0
KEPT_DAYS = 90
MOST_WAITING = 2_000
LONGEST = 60
MOST_WORDS = 8
MOST_DIGITS = 5  # more may be somebody's phone or card

UPSERT = """
INSERT INTO search_index_searchcount (day, query, searches, empty)
SELECT * FROM unnest(%s::date[], %s::text[], %s::int[], %s::int[])
ON CONFLICT (day, query) DO UPDATE SET
    searches = search_index_searchcount.searches + excluded.searches,
    empty = search_index_searchcount.empty + excluded.empty
"""


def normalised(text: str) -> str:
    """Return what was typed in one spelling (lower case, one space, marks kept), "" without letters."""
    return " ".join(words(text))


def countable(text: str) -> str:
    """Return the normalised text, "" for what may be a person's: e-mail, phone, long sentences."""
    query = normalised(text)
    private = "@" in text or len(query) > LONGEST or len(query.split()) > MOST_WORDS
    return "" if private or sum(char.isdigit() for char in query) > MOST_DIGITS else query


class SearchLog:
    """The counts that wait in this process, by day and query: [searches, of them empty]."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._waiting: dict[tuple[datetime.date, str], list[int]] = {}
        self._written_at = time.monotonic()

    def note(self, text: str, *, found: bool) -> None:
        """Count one search."""
        query = countable(text)
        key = (timezone.localdate(), query)
        with self._lock:
            if not query or (key not in self._waiting and len(self._waiting) >= MOST_WAITING):
                return
            counts = self._waiting.setdefault(key, [0, 0])
            counts[0] += 1
            counts[1] += not found

    def write_if_due(self, **kwargs: Any) -> None:
        """Called when a request has been answered."""
        if self._waiting and time.monotonic() - self._written_at >= WRITE_EVERY_SECONDS:
            self.write()

    def write(self) -> None:
        """Add what waits to the database; keep it for the next time when the database does not answer."""
        with self._lock:
            taken, self._waiting = self._waiting, {}
            self._written_at = time.monotonic()
        if not taken:
            return
        # In one order, so that two processes cannot deadlock.
        rows = [(day, query, *counts) for (day, query), counts in sorted(taken.items())]
        try:
            with connection.cursor() as cursor:
                cursor.execute(UPSERT, [list(column) for column in zip(*rows, strict=True)])
        except DatabaseError:
            logger.warning("search: %d counts wait, the database does not take them", len(rows), exc_info=True)
            self._put_back(taken)

    def _put_back(self, taken: dict[tuple[datetime.date, str], list[int]]) -> None:
        with self._lock:
            for key, (searches, empty) in taken.items():
                counts = self._waiting.setdefault(key, [0, 0])
                counts[0] += searches
                counts[1] += empty


log = SearchLog()


def counted(*, since: datetime.date) -> QuerySet[SearchCount, dict[str, Any]]:
    """Return query, searches and empty (how often nothing was found) since a day, most searched first."""
    sums = SearchCount.objects.filter(day__gte=since).values("query")
    return sums.annotate(searches=Sum("searches"), empty=Sum("empty")).order_by("-searches", "query")


def forget_old(*, today: datetime.date) -> int:
    """Remove counts older than 90 days; returns how many rows."""
    return SearchCount.objects.filter(day__lt=today - datetime.timedelta(days=KEPT_DAYS)).delete()[0]
