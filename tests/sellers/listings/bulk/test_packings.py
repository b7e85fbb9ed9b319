"""Further packings in files: out and back without a change, in by their own rows, and what is refused."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalogue.models import Product
from sellers.listings.bulk.models import Outcome, RowState, SellerSku
from sellers.listings.bulk.spreadsheets import csv_lines, xlsx_file
from sellers.listings.domain.packings import offered
from sellers.listings.models import Listing, ListingState, StockChange
from sellers.models import StockRecord
from shop.records.tables import Period, listings
from tests.factories.goods import SellerFactory
from tests.factories.listings import published, typed
from tests.sellers.listings.bulk.test_import import cells, imported, tried

pytestmark = pytest.mark.django_db

LITRE = {"name": "Chai 1 lít", "net_content": "1 lít", "weight_g": "1300", "price_vnd": "180000", "stock": "12"}
CRATE = {"name": "Thùng 6 chai", "weight_g": "8000", "price_vnd": "990000", "stock": "4", "sku": "MAM-THUNG"}
DAY = datetime.date(2026, 9, 1)


def exported(listing: Listing, kind: str) -> SimpleUploadedFile:
    rows = list(listings(listing.seller, Period(first=DAY, last=DAY)))
    if kind == "csv":
        return SimpleUploadedFile("hang.csv", "".join(csv_lines(rows)).encode())
    return SimpleUploadedFile("hang.xlsx", xlsx_file([("Hàng", rows)]).read())


def everything() -> list[Any]:
    return [
        list(Listing.objects.order_by("pk").values_list("content", "state", "proposed_price_vnd", "updated_at")),
        list(Product.objects.order_by("pk").values_list("title", "packing_no", "price_vnd", "available")),
        list(StockRecord.objects.order_by("pk").values_list("price", "num_in_stock", "version", "step_prices")),
        StockChange.objects.count(),
    ]


def row_of(sku: str, parent: str, name: str = "", **changes: Any) -> dict[str, Any]:
    return {"sku": sku, "parent_sku": parent, "packing_name": name, **changes}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_exported_comes_back_without_a_change(kind: str) -> None:
    trade = {"step1_quantity": "10", "step1_vnd": "230.000"}
    window = {"available_from": "2027-01-25", "preorder_closes_on": "2027-01-20"}
    live = published(packings={"1": LITRE, "3": CRATE}, **trade, **window)
    SellerSku.objects.create(seller=live.seller, listing=live, sku="MAM")
    Listing.objects.create(seller=live.seller, content={**typed(), "packings": {"2": LITRE}})  # a draft without codes
    before = everything()
    header, *rows = listings(live.seller, Period(first=DAY, last=DAY))
    assert dict(zip(header, rows[0], strict=True))["Giá sỉ bậc 1 (đồng)"] == 230_000

    job = imported(tried(live.seller, upload=exported(live, kind)))

    assert [row.cells.get("parent_sku") for row in job.rows.all()][:3] == [None, "MAM", "MAM"]
    assert [(row.outcome, row.state) for row in job.rows.all()] == [(Outcome.UNCHANGED, RowState.DONE)] * 5
    assert everything() == before


def test_a_good_comes_in_with_its_packings_wherever_their_rows_stand_and_never_twice() -> None:
    seller = SellerFactory()
    rows = [
        row_of("MAM-1L", "MAM", "Chai 1 lít", net_content="1 lít", weight_g="1,3 kg", price_vnd=180_000, stock=12),
        cells("MAM"),
        row_of("MAM-5L", "MAM", "Can 5 lít", weight_g=5400, price_vnd=790_000, stock=3),
    ]

    first = imported(tried(seller, *rows))
    listing = Listing.objects.get()
    again = imported(tried(seller, *rows))

    assert [row.outcome for row in first.rows.all()] == [Outcome.UPDATED, Outcome.CREATED, Outcome.UPDATED]
    assert listing.content["packings"] == {
        "1": {**LITRE, "sku": "MAM-1L"},
        "2": {"name": "Can 5 lít", "weight_g": "5400", "price_vnd": "790000", "stock": "3", "sku": "MAM-5L"},
    }
    assert {row.outcome for row in again.rows.all()} == {Outcome.UNCHANGED}
    assert Listing.objects.get().content == listing.content


def test_a_packing_on_offer_changes_price_and_stock_at_once_and_its_size_after_review() -> None:
    live = published(packings={"1": CRATE})
    code = f"L{live.pk}"

    imported(tried(live.seller, row_of("MAM-THUNG", code, price_vnd=1_050_000, stock=9, weight_g=8200)))

    record = offered(live.product)[1]
    assert (int(record.price), record.num_in_stock, record.product.weight_g) == (1_050_000, 9, 8000)
    live.refresh_from_db()
    assert (live.state, live.content["packings"]["1"]["weight_g"]) == (ListingState.DRAFT, "8200")


def test_packing_prices_far_off_wait_for_a_person_together_and_later_ones_are_refused() -> None:
    live = published(packings={"1": CRATE, "2": LITRE})
    code = f"L{live.pk}"
    rows = [
        row_of("MAM-THUNG", code, price_vnd=5_000_000, stock=9),
        row_of(f"L{live.pk}-2", code, price_vnd=18_000),
    ]

    first = imported(tried(live.seller, *rows))

    live.refresh_from_db()
    assert (live.state, live.proposed_packings) == (ListingState.SUBMITTED, {"1": 5_000_000, "2": 18_000})
    record = offered(live.product)[1]
    assert (int(record.price), record.num_in_stock) == (990_000, 9)
    assert {row.outcome for row in first.rows.all()} == {Outcome.UPDATED}
    again = imported(tried(live.seller, *rows))
    assert {row.outcome for row in again.rows.all()} == {Outcome.UNCHANGED}
    other = tried(live.seller, row_of("MAM-THUNG", code, price_vnd=6_000_000)).rows.get()
    assert other.state == RowState.BAD and "30%" in other.problems[0]["wrong"]


def test_far_prices_of_a_good_and_of_its_packing_go_to_a_person_together() -> None:
    live = published(packings={"1": CRATE})
    code, before = f"L{live.pk}", int(StockRecord.objects.get(product=live.product).price)
    rows = [row_of("MAM-THUNG", code, price_vnd=5_000_000, stock=9), {"sku": code, "price_vnd": before * 2}]

    job = imported(tried(live.seller, *rows))

    live.refresh_from_db()
    assert (live.state, live.proposed_price_vnd) == (ListingState.SUBMITTED, before * 2)
    assert live.proposed_packings == {"1": 5_000_000}
    assert {(row.state, row.outcome) for row in job.rows.all()} == {(RowState.DONE, Outcome.UPDATED)}
    record = offered(live.product)[1]
    assert (int(record.price), record.num_in_stock) == (990_000, 9)


def test_rows_of_packings_that_fit_no_good_say_what_to_do() -> None:
    seller = SellerFactory()
    imported(tried(seller, cells("MAM")))
    rows = [
        row_of("X-1", "KHONG-CO", "Chai 1 lít"),
        row_of("MAM", "MAM", "Chai 1 lít"),
        row_of("MAM-1L", "MAM"),
        row_of("MAM-2L", "MAM", "Chai 2 lít", weight_g=2300, price_vnd=320_000, stock=5, storage="Nơi mát"),
    ]

    job = tried(seller, *rows)

    found = [(row.state, row.problems[0]["column"]) for row in job.rows.all()]
    assert found == [
        (RowState.BAD, "Quy cách của mã hàng"),
        (RowState.BAD, "Mã hàng"),
        (RowState.BAD, "Tên quy cách"),
        (RowState.INCOMPLETE, "Bảo quản"),
    ]
    imported(job)
    assert list(Listing.objects.get().content["packings"]) == ["1"]


def test_only_the_chosen_packing_comes_in() -> None:
    seller = SellerFactory()
    job = tried(seller, cells("MAM"), row_of("MAM-1L", "MAM", "Chai 1 lít"), row_of("MAM-2L", "MAM", "Chai 2 lít"))

    imported(job, which="chon", numbers=[4])
    assert job.rows.get(number=4).state == RowState.BAD  # its good was not chosen
    imported(job, which="chon", numbers=[2, 3])

    assert [row["name"] for row in Listing.objects.get().content["packings"].values()] == ["Chai 1 lít"]
    assert Listing.objects.filter(created_at__lte=timezone.now()).count() == 1
