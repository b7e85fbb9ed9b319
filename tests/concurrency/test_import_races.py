"""Imports of one seller at once, and against people who edit and buy: real connections, nothing lost or doubled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from sellers import stock
from sellers.listings.bulk.domain import working
from sellers.listings.bulk.domain.choosing import choose
from sellers.listings.bulk.models import ImportJob, ImportRow, ImportState, Outcome, RowState, SellerSku
from sellers.listings.domain import writing
from sellers.listings.domain.stock import adjust
from sellers.listings.models import Listing
from sellers.models import Partner, StockRecord
from sellers.movements.models import MovementKind
from tests.concurrency.barrier import outcomes as at_once
from tests.factories.goods import SellerFactory
from tests.factories.listings import published, seller_user, typed
from tests.sellers.listings.bulk.test_import import cells

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

ROWS = 24


def job_of(seller: Partner, rows: list[dict[str, Any]], *, chosen: bool = True) -> ImportJob:
    """Return an import as if its file had been read: one row for each dict of cells."""
    now = timezone.now()
    job = ImportJob.objects.create(
        seller=seller,
        actor=seller_user(seller),
        state=ImportState.CHECKING,
        original_name="hang.csv",
        file="imports/x.csv",
        created_at=now,
        worked_at=now,
    )
    ImportRow.objects.bulk_create(
        ImportRow(job=job, number=number, sku=row["sku"], cells={name: str(value) for name, value in row.items()})
        for number, row in enumerate(rows, start=2)
    )
    working.work(job_id=job.pk, now=timezone.now)
    job.refresh_from_db()
    if chosen:
        choose(job=job, which="tat-ca", submits=False, actor=job.actor, at=now)
    return job


def plain(sku: str, **changes: Any) -> dict[str, Any]:
    return {**cells(sku), "season_months": "2, 3", **changes}


def run(job: ImportJob) -> Callable[[], None]:
    return lambda: working.work(job_id=job.pk, now=timezone.now)


def test_two_imports_of_one_seller_make_each_good_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BATCH", 5)
    seller = SellerFactory()
    rows = [plain(f"A-{number}") for number in range(ROWS)]
    first, second = job_of(seller, rows), job_of(seller, rows[::-1])

    at_once(run(first), run(second), run(first), run(second))  # each job by two workers as well

    assert Listing.objects.filter(seller=seller).count() == SellerSku.objects.filter(seller=seller).count() == ROWS
    outcomes = list(ImportRow.objects.values_list("outcome", flat=True))
    assert sorted(outcomes) == [Outcome.CREATED] * ROWS + [Outcome.UNCHANGED] * ROWS
    assert set(ImportJob.objects.values_list("state", flat=True)) == {ImportState.DONE}


def test_an_import_keeps_what_a_person_writes_into_the_same_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "BATCH", 5)
    seller = SellerFactory()
    user = seller_user(seller)
    drafts = [writing.start(seller=seller, typed=typed(), actor=user, at=timezone.now()) for _ in range(ROWS)]
    rows = [{"sku": f"L{draft.pk}", "storage": "Ngăn mát"} for draft in drafts]
    job = job_of(seller, rows)

    def edits() -> None:
        for draft in reversed(drafts):
            writing.save_draft(listing=draft, typed={"usage": "Ăn liền"}, actor=user, at=timezone.now())

    at_once(run(job), edits)

    found = list(Listing.objects.filter(seller=seller).values_list("content__storage", "content__usage"))
    assert found == [("Ngăn mát", "Ăn liền")] * ROWS


def test_an_import_of_stock_meets_orders_and_deliveries_without_deadlock_or_loss() -> None:
    live = [published(seed=number) for number in range(1, 4)]
    seller = live[0].seller
    Listing.objects.update(seller=seller)
    StockRecord.objects.update(partner=seller)
    records = list(StockRecord.objects.order_by("pk"))
    rows = [{"sku": f"L{listing.pk}", "price_vnd": 250_000} for listing in reversed(live)]
    job, user = job_of(seller, rows), seller_user(seller)

    def orders() -> None:
        from django.db import transaction

        for _ in range(10):
            with transaction.atomic():
                stock.lock([record.pk for record in records])
                stock.hold({record.pk: 1 for record in records})

    def deliveries() -> None:
        for _ in range(10):
            for record in records:
                adjust(stockrecord=record, change=2, kind=MovementKind.EDIT, actor=user, at=timezone.now())

    at_once(run(job), orders, deliveries)

    assert {row.state for row in job.rows.all()} == {RowState.DONE}
    found = list(StockRecord.objects.order_by("pk").values_list("price", "num_in_stock", "num_allocated"))
    assert found == [(250_000, 86 + 20, 10)] * 3
