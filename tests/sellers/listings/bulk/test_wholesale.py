"""Wholesale steps and the pre-order window in files: to the shelf, changed at once, cleared, and what is refused."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from sellers.listings.bulk.models import RowState
from sellers.listings.domain.moderation import approve
from sellers.listings.models import Listing, ListingState, StockChange
from sellers.models import StockRecord
from sellers.prices import PriceStep
from tests.factories.goods import SellerFactory
from tests.factories.listings import picture_file, published, reviewer
from tests.sellers.listings.bulk.test_import import cells, imported, tried, zip_of

pytestmark = pytest.mark.django_db

STEPS = {"step1_quantity": 10, "step1_vnd": "230.000 đ", "step2_quantity": 50, "step2_vnd": "215.000"}


def test_wholesale_steps_and_the_preorder_window_of_a_new_good_reach_the_shelf():
    seller = SellerFactory()
    window = {"available_from": "25/1/2027", "preorder_opens_on": "1/1/2027", "preorder_closes_on": "20/1/2027"}

    pictures = zip_of(**{"A-1.jpg": picture_file(1).getvalue()})
    imported(tried(seller, cells("A-1", **STEPS, **window), pictures=pictures), submits=True)
    listing = Listing.objects.get()
    approve(listing=listing, seen=listing.submitted_at, reviewer=reviewer(), at=timezone.now())

    product = Listing.objects.get().product
    assert StockRecord.objects.get(product=product).steps == [PriceStep(10, 230_000), PriceStep(50, 215_000)]
    assert (product.preorder_opens_on, product.preorder_closes_on, product.available_from) == (
        datetime.date(2027, 1, 1),
        datetime.date(2027, 1, 20),
        datetime.date(2027, 1, 25),
    )


def test_wholesale_steps_of_a_live_good_change_at_once_keep_and_clear():
    listing = published(**{name: str(value) for name, value in STEPS.items()} | {"step1_vnd": "230000"})
    sku = f"L{listing.pk}"
    record = StockRecord.objects.get(product=listing.product)

    def steps_after(**row: Any) -> list[PriceStep]:
        imported(tried(listing.seller, {"sku": sku, **row}))
        record.refresh_from_db()
        return record.steps

    assert steps_after(step1_vnd="225.000") == [PriceStep(10, 225_000), PriceStep(50, 215_000)]
    told = StockChange.objects.filter(stockrecord=record).first().reason
    assert told.startswith("Giá sỉ từ 10: 225.000") and told.endswith("Nhập tệp hang.csv")
    assert steps_after(step2_quantity="-", step2_vnd="-", stock=70) == [PriceStep(10, 225_000)]
    assert (int(record.price), record.num_in_stock) == (245_000, 70)
    listing.refresh_from_db()
    assert listing.state == ListingState.PUBLISHED


@pytest.mark.parametrize(
    ("row", "column", "word"),
    [
        ({"step1_quantity": 10}, "Giá sỉ bậc 1 (đồng)", "cả số lượng và giá"),
        ({"step1_vnd": 9_000}, "Mua sỉ bậc 1, từ (số lượng)", "cả số lượng và giá"),
        ({"step1_quantity": 10, "step1_vnd": 300_000}, "Giá sỉ bậc 1 (đồng)", "rẻ hơn giá bán"),
        ({"step1_quantity": 1, "step1_vnd": 200_000}, "Mua sỉ bậc 1, từ (số lượng)", "từ 2"),
        (
            {"step1_quantity": 50, "step1_vnd": 200_000, "step2_quantity": 10, "step2_vnd": 190_000},
            "Mua sỉ bậc 2, từ (số lượng)",
            "tăng dần",
        ),
        (
            {"step1_quantity": 10, "step1_vnd": 200_000, "step3_quantity": 50, "step3_vnd": 210_000},
            "Giá sỉ bậc 3 (đồng)",
            "giảm dần",
        ),
        ({"step1_quantity": 10, "step1_vnd": 0}, "Giá sỉ bậc 1 (đồng)", "bằng 0"),
        ({"step1_quantity": 5000, "step1_vnd": 200_000}, "Mua sỉ bậc 1, từ (số lượng)", "lớn quá 999"),
        ({"available_from": "1/2/2024"}, "Có hàng từ ngày", "01/02/2024 đã qua"),
        ({"available_from": "1/2/2047", "preorder_closes_on": "1/2/2024"}, "Nhận đặt trước đến ngày", "đã qua"),
        ({"available_from": "hôm nào"}, "Có hàng từ ngày", "ngày"),
        ({"available_from": "1/2/2027", "preorder_closes_on": "3/2/2027"}, "Nhận đặt trước đến ngày", "muộn nhất"),
    ],
)
@pytest.mark.parametrize("is_live", [False, True])
def test_wholesale_and_preorder_mistakes_are_told_by_row(row: dict[str, Any], column: str, word: str, is_live: bool):
    listing = published() if is_live else None
    seller = listing.seller if listing else SellerFactory()

    job = tried(seller, {"sku": f"L{listing.pk}", **row} if listing else cells("A-1", **row))

    wrong = [problem for problem in job.rows.get().problems if problem["is_error"]]
    assert job.rows.get().state == RowState.BAD
    assert wrong[0]["column"] == column
    assert word in f"{wrong[0]['wrong']} {wrong[0]['mend']}"


def test_a_day_that_passed_since_stays_when_the_file_is_sent_again() -> None:
    listing = published(available_from="2024-02-01")

    job = imported(tried(listing.seller, {"sku": f"L{listing.pk}", "available_from": "1/2/2024", "storage": "Nơi mát"}))

    assert job.rows.get().state == RowState.DONE


def test_a_new_window_of_a_live_good_is_on_sale_at_once_and_text_waits() -> None:
    listing, other = published(), published(seed=5)
    window = {"available_from": "25/1/2027", "preorder_closes_on": "20/1/2027"}
    for one, row in ((listing, window), (other, {**window, "storage": "Ngăn mát"})):
        imported(tried(one.seller, {"sku": f"L{one.pk}", **row}), submits=True)
        one.refresh_from_db()
        one.product.refresh_from_db()

    assert (listing.state, other.state) == (ListingState.PUBLISHED, ListingState.SUBMITTED)
    assert (listing.product.preorder_closes_on, other.product.preorder_closes_on) == (datetime.date(2027, 1, 20), None)

    imported(tried(listing.seller, {"sku": f"L{listing.pk}", **dict.fromkeys(window, "-")}), submits=True)
    listing.product.refresh_from_db()
    assert (listing.product.available_from, listing.product.preorder_closes_on) == (None, None)
