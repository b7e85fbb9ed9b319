"""Compare the index with the database, product by product, and have what differs indexed again."""

from dataclasses import dataclass

from catalogue.search import documents, engines, outbox
from catalogue.search.fields import digest
from catalogue.search.models import SearchOutbox
from catalogue.search.protocol import Progress

PROGRESS_EVERY = 500


@dataclass(frozen=True, slots=True)
class Differences:
    """Ids of products: not in the index, there with old contents, there but not for sale. Waiting ones are left out."""

    missing: list[int]
    outdated: list[int]
    extra: list[int]

    def __bool__(self) -> bool:
        return bool(self.missing or self.outdated or self.extra)

    def ids(self) -> list[int]:
        return [*self.missing, *self.outdated, *self.extra]


def compare(progress: Progress | None = None) -> Differences:
    """progress is told now and then how many goods were read. Raises SearchUnavailable when there is no index."""
    held = engines.current().digests()
    wanted: dict[int, int] = {}
    for document in documents.load_all():
        wanted[document.id] = digest(document)
        if progress and len(wanted) % PROGRESS_EVERY == 0:
            progress(len(wanted))
    waiting = set(SearchOutbox.objects.values_list("product_id", flat=True))
    return Differences(
        missing=sorted(wanted.keys() - held.keys() - waiting),
        outdated=sorted(number for number in wanted.keys() & held.keys() - waiting if wanted[number] != held[number]),
        extra=sorted(held.keys() - wanted.keys() - waiting),
    )


def repair(differences: Differences) -> bool:
    """Index these again, and what waits; return whether that helped.

    It does not when the index holds later versions than the database gives, as after a database is put back.
    """
    ids = differences.ids()
    outbox.touch(ids)
    outbox.drain()
    engines.current().refresh()
    still_wait = SearchOutbox.objects.filter(product_id__in=ids).exists()
    return not still_wait and not compare()
