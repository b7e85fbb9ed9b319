"""Build the whole index from the database, beside the one that serves."""

from catalogue.search import documents, engines
from catalogue.search.models import SearchOutbox
from catalogue.search.protocol import Progress


def rebuild(progress: Progress | None = None) -> int:
    """Build and switch; returns how many goods the new index holds.

    Changes that were waiting when it began are in it, so they are removed from the outbox. Later ones stay.
    Raises IndexLocked when another rebuild is running, RebuildIncomplete when the new index lost goods.
    """
    waiting = list(SearchOutbox.objects.values_list("version", flat=True))
    written = engines.current().rebuild(documents.load_all(), progress)
    SearchOutbox.objects.filter(version__in=waiting).delete()
    return written
