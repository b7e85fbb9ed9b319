"""One piece of an import's work after the other, each in its own transaction.

Whatever kills the process between two pieces, the next job goes on where it stopped; a piece is done whole or not at
all. Rows are taken under row locks that others skip, so that two jobs at once never do one row twice.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sellers.listings.bulk.categories import category_finder
from sellers.listings.bulk.columns import PARENT
from sellers.listings.bulk.domain.applying import apply_rows
from sellers.listings.bulk.domain.rehearsing import rehearse_rows, twins_of
from sellers.listings.bulk.domain.saving import save_rows
from sellers.listings.bulk.models import (
    IMPORTABLE,
    ImportJob,
    ImportPicture,
    ImportRow,
    ImportState,
    RowState,
    SellerSku,
)
from sellers.listings.bulk.problems import FileRefused
from sellers.listings.bulk.reading import read_sheet
from sellers.listings.bulk.zips import ZippedPicture, pictures_of
from sellers.listings.packings import MOST_PACKINGS
from shop.audit import trail

BATCH = 200
PICTURES = 5
CHOSEN: dict[str, object] = {"state__in": IMPORTABLE, "is_chosen": True}
GOODS: dict[str, object] = {f"cells__{PARENT}__isnull": True}  # rows of goods, not of further packings

Clock = Callable[[], datetime.datetime]


def work(*, job_id: int, now: Clock) -> None:
    """Do what is left of an import: read, try every row, or import the chosen rows. Doing it again changes nothing."""
    while _piece(job_id, now):
        pass


def _piece(job_id: int, now: Clock) -> bool:
    """Do one piece; return whether more may be left."""
    job = ImportJob.objects.select_related("seller", "actor").filter(pk=job_id).first()
    steps = {ImportState.READING: _read, ImportState.CHECKING: _check, ImportState.APPLYING: _apply}
    step = steps.get(ImportState(job.state)) if job else None
    return step(job, now) if job and step else False


def _read(job: ImportJob, now: Clock) -> bool:
    """Write all rows of the file at once, then its pictures a few at a time."""
    if not job.rows.exists():
        try:
            with job.file.open("rb") as file:
                sheet = read_sheet(file)
        except FileRefused as refusal:
            _move(job, ImportState.READING, ImportState.REFUSED, now, refusal=str(refusal))
            return False
        with transaction.atomic():
            if _locked(job, ImportState.READING) and not job.rows.exists():
                ImportRow.objects.bulk_create(
                    (
                        ImportRow(job=job, number=number, cells=cells, sku=cells.get("sku", "")[:40])
                        for number, cells in sheet.rows
                    ),
                    batch_size=1000,
                )
                _touch(job, now, remarks=sheet.remarks)
        return True
    if job.pictures_file and _read_pictures(job, now):
        return True
    return _move(job, ImportState.READING, ImportState.CHECKING, now)


def _read_pictures(job: ImportJob, now: Clock) -> bool:
    """Keep the next few pictures; return whether there were any. A skipped entry still counts as seen."""
    last = job.pictures.aggregate(last=Max("position"))["last"]
    skus = set(job.rows.exclude(sku="").values_list("sku", flat=True))
    found: list[ZippedPicture] = []
    with job.pictures_file.open("rb") as file:
        for picture in pictures_of(file, start=0 if last is None else last + 1):
            found.append(picture)
            if len(found) == PICTURES:
                break
    with transaction.atomic():
        if not _locked(job, ImportState.READING):
            return True
        for picture in found:
            if not job.pictures.filter(position=picture.position).exists():
                _keep(job, picture, skus)
        _touch(job, now)
    return bool(found)


def _keep(job: ImportJob, picture: ZippedPicture, skus: set[str]) -> None:
    sku = next((sku for sku in picture.skus if sku in skus), "")
    row = ImportPicture(job=job, sku=sku, name=picture.name, position=picture.position, problem=picture.problem)
    if not sku and not picture.problem:
        row.problem = _("Không dòng nào có mã hàng như tên ảnh này.")
    if sku and picture.clean:
        clean = picture.clean
        row.width, row.height, row.perceptual_hash = clean.width, clean.height, clean.perceptual_hash
        row.file.save("anh.webp", ContentFile(clean.content), save=False)
    row.save()


def _check(job: ImportJob, now: Clock) -> bool:
    """Try the next rows as if they were imported."""
    category_of, twins = category_finder(), twins_of(job)
    with transaction.atomic():
        rows = _take(job, ImportState.CHECKING, {"state": RowState.WAITING})
        rehearse_rows(job=job, rows=rows, category_of=category_of, twins=twins, at=now())
        save_rows(rows)
        _touch(job, now)
    return bool(rows) or _move(job, ImportState.CHECKING, ImportState.CHECKED, now)


def _apply(job: ImportJob, now: Clock) -> bool:
    """Import the next chosen rows."""
    category_of = category_finder()
    with transaction.atomic():
        goods = _take(job, ImportState.APPLYING, {**CHOSEN, **GOODS})
        rows = [*goods, *_take_beside(job, goods)] if goods else _take_packings(job)
        apply_rows(job=job, rows=rows, category_of=category_of, at=now())
        save_rows(rows)
        _touch(job, now)
    if rows:
        return True
    more = job.rows.filter(state__in=IMPORTABLE).exists()
    return _move(job, ImportState.APPLYING, ImportState.CHECKED if more else ImportState.DONE, now)


def _take(job: ImportJob, during: ImportState, wanted: Mapping[str, object], *, most: int = 0) -> list[ImportRow]:
    """Lock and return the next rows, unless the import went on to another state meanwhile. most: 0 is a batch."""
    if not ImportJob.objects.filter(pk=job.pk, state=during).exists():
        return []
    rows = job.rows.select_for_update(skip_locked=True).filter(**wanted).order_by("number")
    return list(rows[: most or BATCH])


def _take_beside(job: ImportJob, goods: list[ImportRow]) -> list[ImportRow]:
    """Lock and return rows of further packings of live goods that are being imported: what a reviewer has to see of a
    good and of its packings is sent together, for once a reviewer has a good nothing of it can be added."""
    codes = [row.sku for row in goods]
    own = SellerSku.objects.filter(seller=job.seller, sku__in=codes, listing__product__isnull=False)
    live = {*own.values_list("sku", flat=True), *(code for code in codes if code[:1] == "L" and code[1:].isdecimal())}
    if not live:
        return []
    beside = {**CHOSEN, f"cells__{PARENT}__in": sorted(live)}
    return _take(job, ImportState.APPLYING, beside, most=BATCH * MOST_PACKINGS)


def _take_packings(job: ImportJob) -> list[ImportRow]:
    """Lock and return rows of packings, once no row of a good is left that one of them may belong to."""
    if list(job.rows.select_for_update().filter(**CHOSEN, **GOODS).order_by("number")[:1]):
        return _take(job, ImportState.APPLYING, {**CHOSEN, **GOODS})
    return _take(job, ImportState.APPLYING, CHOSEN)


def _locked(job: ImportJob, state: ImportState) -> bool:
    return ImportJob.objects.select_for_update().filter(pk=job.pk, state=state).first() is not None


def _touch(job: ImportJob, now: Clock, **changes: object) -> None:
    ImportJob.objects.filter(pk=job.pk).update(worked_at=now(), **changes)


@transaction.atomic
def _move(job: ImportJob, before: ImportState, after: ImportState, now: Clock, **changes: object) -> bool:
    """Move to the next state once nothing is left of this one; return True so that the work goes on.

    Rows another job holds at this moment are waited for, so that the last one is done before the state moves. They
    are waited for before the import itself is locked, for whoever holds them writes to it last.
    """
    left: dict[str, object] = {}
    if before == ImportState.CHECKING:
        left = {"state": RowState.WAITING}
    if before == ImportState.APPLYING:
        left = CHOSEN
    if left and list(job.rows.select_for_update().filter(**left).order_by("number")[:1]):
        return True
    if not _locked(job, before):
        return True
    ImportJob.objects.filter(pk=job.pk).update(state=after, worked_at=now(), **changes)
    if after == ImportState.DONE or (before == ImportState.APPLYING and after == ImportState.CHECKED):
        counts = {"done": job.rows.filter(state=RowState.DONE).count()}
        trail.record(actor=job.actor, action="import.applied", subject=job, at=now(), details=counts)
    return True
