"""Build the whole index from the database, beside the one that serves."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from catalogue.search import checking, documents, engines
from catalogue.search.checking import Differences
from catalogue.search.models import SearchOutbox
from catalogue.search.protocol import IndexLocked, Progress

FORGOTTEN_AT_ONCE = 10_000
# Any number that nobody else takes an advisory lock on.
REBUILD_LOCK = 7_321_904_412


def rebuild(progress: Progress | None = None) -> int:
    """Build and switch; returns how many goods the new index holds.

    Changes that were waiting when it began are in it, so they are removed from the outbox. Later ones stay.
    Raises IndexLocked when another rebuild is running, RebuildIncomplete when the new index lost goods.
    """
    with _alone():
        waiting = list(SearchOutbox.objects.values_list("version", flat=True))
        written = engines.current().rebuild(documents.load_all(), progress)
    for start in range(0, len(waiting), FORGOTTEN_AT_ONCE):
        SearchOutbox.objects.filter(version__in=waiting[start : start + FORGOTTEN_AT_ONCE]).delete()
    return written


def roll_back() -> Differences:
    """Let the index kept from before serve again, then bring into it what changed since; returns that.

    Raises NoPrevious, IndexLocked when a rebuild is running.
    """
    with _alone():
        engines.current().roll_back()
    differences = checking.compare()
    checking.repair(differences)
    return differences


@contextmanager
def _alone() -> Iterator[None]:
    """One rebuild at a time over all machines; the database lets go by itself when this process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [REBUILD_LOCK])
        if cursor.fetchone() != (True,):
            raise IndexLocked("another rebuild is running")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [REBUILD_LOCK])
