"""Further packings of a good: what becomes of them when a listing is published, edited, hidden and ordered."""

import pytest
from django.utils import timezone

from catalogue.models import Product
from sellers import stock
from sellers.listings.domain import moderation, shelf, writing
from sellers.listings.domain.completeness import completeness
from sellers.listings.domain.live import differences, differs
from sellers.listings.domain.stock import change_stock
from sellers.listings.models import Listing
from sellers.models import StockRecord
from shop.backoffice.invariants.stock import broken
from tests.factories.listings import draft, published, reviewer, seller_user, typed

pytestmark = pytest.mark.django_db

BIG = {"name": "Hũ 500 g", "net_content": "500 g", "weight_g": "620", "price_vnd": "460.000", "stock": "10"}
SMALL = {"name": "Gói 50 g", "net_content": "50 g", "weight_g": "70", "price_vnd": "60.000", "stock": "30"}


def republished(listing: Listing, **changes: object) -> Listing:
    user, now = seller_user(listing.seller), timezone.now()
    writing.save_draft(listing=listing, typed=typed(**changes), actor=user, at=now)
    sent = writing.submit(listing=listing, actor=user, at=now)
    return moderation.approve(listing=sent, seen=sent.submitted_at, reviewer=reviewer(), at=now)


def test_packings_are_goods_of_their_own_and_the_card_counts_them_all() -> None:
    listing = published(packings={"1": BIG, "2": SMALL})

    good = Product.objects.get(pk=listing.product_id)
    children = list(good.children.order_by("packing_no"))
    assert [(child.title, child.price_vnd, child.available, child.weight_g) for child in children] == [
        ("Tỏi đen Phan Rang lên men 60 ngày, Hũ 500 g", 460_000, 10, 620),
        ("Tỏi đen Phan Rang lên men 60 ngày, Gói 50 g", 60_000, 30, 70),
    ]
    assert (good.price_vnd, good.price_varies, good.available) == (60_000, True, 126)
    assert list(Product.objects.browsable()) == [good], "search and lists know the good once"
    assert not differs(listing)
    assert list(broken()) == []


def test_holding_and_repricing_a_packing_moves_the_goods_card() -> None:
    listing = published(packings={"1": BIG})
    record = StockRecord.objects.get(product__packing_no=1)

    stock.hold({record.pk: 4})
    change_stock(stockrecord=record, price_vnd=200_000, stock=10, actor=None, at=timezone.now())

    listing.product.refresh_from_db()
    assert (listing.product.available, listing.product.price_vnd) == (92, 200_000)
    assert list(broken()) == [f"stock {record.pk}: 4 held, orders hold 0"]


def test_a_dropped_packing_is_hidden_and_its_number_can_be_used_again() -> None:
    listing = published(packings={"1": BIG, "2": SMALL})
    dropped = Product.objects.get(packing_no=1)

    republished(listing, packings={"2": SMALL})
    republished(Listing.objects.get(pk=listing.pk), packings={"1": {**BIG, "name": "Hũ 1 kg"}, "2": SMALL})

    dropped.refresh_from_db()
    assert (dropped.is_public, dropped.packing_no) == (False, None)
    assert Product.objects.get(packing_no=1).title.endswith("Hũ 1 kg")
    assert StockRecord.objects.filter(product__parent=listing.product).count() == 3


def test_an_edit_shows_what_a_packing_was_and_leaves_its_price_alone() -> None:
    listing = published(packings={"1": BIG})
    user, now = seller_user(listing.seller), timezone.now()
    change = {**BIG, "name": "Hũ lớn 500 g", "price_vnd": "1"}

    saved = writing.save_draft(listing=listing, typed=typed(packings={"1": change, "2": SMALL}), actor=user, at=now)

    assert [(item.label, item.now, item.proposed) for item in differences(saved)] == [
        ("Quy cách 1", "Hũ 500 g, 500 g, 620 g", "Hũ lớn 500 g, 500 g, 620 g"),
        ("Quy cách 2", "", "Gói 50 g, 50 g, 70 g, 60.000\u00a0₫, tồn 30"),
    ]
    republished(saved, packings={"1": change, "2": SMALL})
    assert StockRecord.objects.get(product__packing_no=1).price == 460_000


def test_packings_go_off_the_shelf_and_back_with_their_good() -> None:
    listing = published(packings={"1": BIG})
    user, now = seller_user(listing.seller), timezone.now()

    shelf.withdraw(listing=listing, actor=user, at=now)
    assert not Product.objects.filter(is_public=True).exists()
    shelf.put_back(listing=listing, actor=user, at=now)
    assert Product.objects.filter(is_public=True).count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "packings.1.name"),
        ({"price_vnd": "0"}, "packings.1.price_vnd"),
        ({"weight_g": "nửa ký"}, "packings.1.weight_g"),
        ({"stock": ""}, "packings.1.stock"),
        ({"name": "x" * 61}, "packings.1.name"),
    ],
)
def test_what_a_packing_lacks_is_said(change: dict[str, str], field: str) -> None:
    listing = draft(packings={"1": {**BIG, **change}})

    missing = completeness(listing, today=timezone.localdate()).missing
    assert [item.field for item in missing] == [field]


def test_two_packings_of_one_name_are_refused() -> None:
    listing = draft(packings={"1": BIG, "2": {**SMALL, "name": "hũ 500 G"}})

    assert [item.field for item in completeness(listing, today=timezone.localdate()).missing] == ["packings.2.name"]
