"""The seller says which of the tried rows are imported."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.listings.bulk.models import IMPORTABLE, ImportJob, ImportState, RowState
from shop.accounts.models import User
from shop.audit import trail

STATES = {"tat-ca": IMPORTABLE, "du": (RowState.READY,)}


class NotChecked(Exception):
    """The import is not waiting for a choice; somebody else was probably faster."""


class NothingChosen(Exception):
    """No row that can be imported was chosen."""


class UnreadableRows(Exception):
    """The typed row numbers cannot be read; the message says how to write them."""


@transaction.atomic
def choose(
    *, job: ImportJob, which: str, numbers: Iterable[int] = (), submits: bool, actor: User, at: datetime.datetime
) -> int:
    """Queue the import of rows and return how many.

    which: "tat-ca" all that can be imported, "du" only the complete ones, otherwise those of `numbers`.
    Rows with errors are never imported. Raises NotChecked, NothingChosen.
    """
    from sellers.listings.bulk.tasks import work_on_import

    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if job.state != ImportState.CHECKED:
        raise NotChecked
    rows = job.rows.filter(state__in=STATES.get(which, IMPORTABLE))
    if which not in STATES:
        rows = rows.filter(number__in=list(numbers))
    count = rows.update(is_chosen=True)
    if not count:
        raise NothingChosen
    job.state, job.submits, job.worked_at, job.actor = ImportState.APPLYING, submits, at, actor
    job.save(update_fields=["state", "submits", "worked_at", "actor"])
    details = {"which": which, "rows": count, "submits": submits}
    trail.record(actor=actor, action="import.chosen", subject=job, at=at, details=details)
    work_on_import.defer(job_id=job.pk)
    return count


def read_numbers(text: str) -> set[int]:
    """Return row numbers written "2, 5-9". Raises UnreadableRows."""
    numbers: set[int] = set()
    for part in filter(None, re.split(r"[,;\s]+", re.sub(r"\s*-\s*", "-", text.strip()))):
        match = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", part, re.ASCII)
        if not match:
            raise UnreadableRows(_("Ghi số dòng như 2, 5-9."))
        first, last = int(match[1]), int(match[2] or match[1])
        if last - first > 20_000:
            raise UnreadableRows(_("Ghi số dòng như 2, 5-9."))
        numbers |= set(range(first, last + 1))
    return numbers
