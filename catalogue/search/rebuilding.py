"""Build the whole index from the database, beside the one that serves."""

from catalogue.search import documents, engines
from catalogue.search.models import SearchOutbox
from catalogue.search.protocol import Progress

FORGOTTEN_AT_ONCE = 10_000


def rebuild(progress: Progress | None = None) -> int:
    """Build and switch; returns how many goods the new index holds.

    Changes that were waiting when it began are in it, so they are removed from the outbox. Later ones stay.
    Raises IndexLocked when another rebuild is running, RebuildIncomplete when the new index lost goods.
    """
    waiting = list(SearchOutbox.objects.values_list("version", flat=True))
    written = engines.current().rebuild(documents.load_all(), progress)
    for start in range(0, len(waiting), FORGOTTEN_AT_ONCE):
        SearchOutbox.objects.filter(version__in=waiting[start : start + FORGOTTEN_AT_ONCE]).delete()
    return written
