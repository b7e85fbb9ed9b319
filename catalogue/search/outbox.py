"""From a change in the database to the index, losing none and never indexing older over newer."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, models, transaction
from django.db.models.signals import post_delete, post_save

from catalogue.search import documents, engines
from catalogue.search.models import SearchOutbox

logger = logging.getLogger(__name__)

BATCH = 500
# Any number that nobody else takes an advisory lock on.
DRAIN_LOCK = 7_321_904_411


def touch(product_ids: Iterable[int]) -> None:
    """Have these products indexed again once the current transaction commits.

    Changes of Product, its categories and their names are noticed by the database itself; call this for what
    contributors read from elsewhere.
    """
    SearchOutbox.objects.bulk_create(SearchOutbox(product_id=product_id) for product_id in sorted(set(product_ids)))


def touch_on_save(model: type[models.Model], ids_of: Callable[[Any], Iterable[int]]) -> None:
    """Touch ids_of(instance) whenever an instance of model is saved or deleted. Call it in an app's ready()."""

    def touch_its_products(instance: models.Model, **kwargs: Any) -> None:
        if not kwargs.get("raw"):
            touch(ids_of(instance))

    uid = f"search:{model._meta.label}"
    for signal in (post_save, post_delete):
        signal.connect(touch_its_products, sender=model, weak=False, dispatch_uid=uid)


def drain() -> int:
    """Index everything that waits, and return how many changes that were.

    Raises SearchUnavailable when there is no index yet; the changes stay.
    """
    total = 0
    while done := _drain_batch():
        total += done
    return total


def waiting() -> int:
    return SearchOutbox.objects.count()


@transaction.atomic
def _drain_batch() -> int:
    """Index and remove the oldest changes in one transaction, one process at a time; return how many.

    What the index refuses as older stays: it is read again under a higher version.

    The lock comes before the products are read: two processes could otherwise write an older state last.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [DRAIN_LOCK])
    changes = dict(SearchOutbox.objects.order_by("version").values_list("version", "product_id")[:BATCH])
    if not changes:
        return 0
    loaded = documents.load(sorted(set(changes.values())))
    engine = engines.current()
    newer = engine.index(loaded.documents) | engine.delete(loaded.gone, loaded.version)
    done = [version for version, product_id in changes.items() if product_id not in newer]
    SearchOutbox.objects.filter(version__in=done).delete()
    if newer:  # a rebuild read them a moment later, or the database was put back to an older state
        logger.warning("search: %d products wait, the index holds a later version of them", len(newer))
    return len(done)
