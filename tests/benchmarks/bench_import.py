"""Importing 10,000 rows: reading, dry run, import, the same file again; beside a plain bulk insert of the same rows.

Printed as ratios of one run, because absolute times differ between machines. `--rows=2000` takes fewer. The plain
insert writes the listings, their codes and their trail and asks nothing; one draft saved by the editor's own code is
printed beside it.
Aims: a row of a dry run or an import takes less than one draft of the editor; memory does not grow with the rows beyond
the file itself.
"""

from __future__ import annotations

import csv
import io
import resource
import time
from collections.abc import Callable
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test.utils import setup_databases
from django.utils import timezone

from sellers.listings.bulk.columns import COLUMNS
from sellers.listings.bulk.domain import working
from sellers.listings.bulk.domain.choosing import choose
from sellers.listings.bulk.domain.uploading import start_import
from sellers.listings.bulk.models import ImportJob, ImportState, SellerSku
from sellers.listings.bulk.queries import progress
from sellers.listings.bulk.reading import read_sheet
from sellers.listings.domain import writing
from sellers.listings.models import Listing
from sellers.models import Partner
from shop.accounts.models import User
from shop.audit.trail import record_many
from tests.factories.goods import SellerFactory
from tests.factories.listings import seller_user, spice_category, typed

ROWS = 10_000
DRAFTS = 300


def run(options: list[str] | None = None) -> None:
    chosen = [option.removeprefix("--rows=") for option in options or [] if option.startswith("--rows=")]
    setup_databases(verbosity=0, interactive=False, keepdb=True)
    with transaction.atomic():
        _measure(int(chosen[0]) if chosen else ROWS)
        transaction.set_rollback(True)


def _measure(rows: int) -> None:
    spice_category()
    seller = SellerFactory()
    user, content = seller_user(seller), _file(rows)
    draft = _per(DRAFTS, lambda: _save_drafts(seller, user))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    plain = _per(rows, lambda: _insert(seller, user, rows))
    print(f"{rows} rows, {len(content) / 1e6:.1f} MB; the unit is one row of a plain bulk insert")
    tell = partial(_tell, plain=plain, draft=draft)
    tell("one draft of the editor", draft)
    tell("reading the file", _per(rows, lambda: read_sheet(io.BytesIO(content))))
    for name in ("first", "second"):
        job = start_import(seller=seller, upload=SimpleUploadedFile("hang.csv", content), actor=user, at=timezone.now())
        tell(f"{name} dry run", _per(rows, lambda job=job: _work(job)))
        choose(job=job, which="tat-ca", submits=False, actor=user, at=timezone.now())
        tell(f"{name} import", _per(rows, lambda job=job: _work(job)))
        counts = progress(job)
        print(f"  {counts.created} new, {counts.updated} updated, {counts.unchanged} unchanged, {counts.bad} bad")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(
        f"listings {Listing.objects.filter(seller=seller).count() - DRAFTS - rows}, memory grew by {grown // 1024} MB"
    )


def _file(rows: int) -> bytes:
    row = {**typed(), "category": "Gia vị khác", "season_months": "2, 3"}
    fields = [column for column in COLUMNS if column.field in {"sku", *row}]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([column.heading for column in fields])
    writer.writerows(
        [{**row, "sku": f"H-{n}", "name": f"Tỏi đen số {n}"}[column.field] for column in fields] for n in range(rows)
    )
    return out.getvalue().encode("utf-8-sig")


def _save_drafts(seller: Partner, user: User) -> None:
    for _ in range(DRAFTS):
        writing.start(seller=seller, typed=typed(), actor=user, at=timezone.now())


def _insert(seller: Partner, user: User, rows: int) -> None:
    """Write what the import writes for new goods, asking nothing, in batches of the same size."""
    for first in range(0, rows, working.BATCH):
        numbers = range(first, min(rows, first + working.BATCH))
        content = writing.kept(typed())
        made = Listing.objects.bulk_create(Listing(seller=seller, content=content) for _ in numbers)
        SellerSku.objects.bulk_create(
            SellerSku(seller=seller, listing=listing, sku=f"P-{number}")
            for number, listing in zip(numbers, made, strict=True)
        )
        record_many(
            actor=user, action="listing.edited", at=timezone.now(), subjects=[(listing, {}) for listing in made]
        )


def _work(job: ImportJob) -> None:
    working.work(job_id=job.pk, now=timezone.now)
    job.refresh_from_db()
    assert job.state in {ImportState.CHECKED, ImportState.DONE}


def _per(count: int, call: Callable[[], object]) -> float:
    """Return the seconds of one of `count` rows."""
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) / count


def _tell(name: str, seconds: float, *, plain: float, draft: float) -> None:
    rate = f"{1 / seconds:.0f} rows a second"
    print(f"{name}: {seconds / plain:.1f} plain inserts, {seconds / draft:.2f} drafts per row ({rate})")
