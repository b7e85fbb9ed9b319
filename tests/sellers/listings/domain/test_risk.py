"""Which edits go on sale at once, and which wait."""

import pytest
from django.utils import timezone

from catalogue.models import Product
from sellers.listings.checks import findings
from sellers.listings.domain import moderation, writing
from sellers.listings.domain.live import differences
from sellers.listings.domain.packings import offered
from sellers.listings.domain.risk import is_within_band, let_through, propose_price
from sellers.listings.models import Listing, ListingState, WatchedWord, WordGrade
from tests.factories.listings import published, reviewer, seller_user, typed

pytestmark = pytest.mark.django_db


def sent(listing: Listing, **changes: object) -> Listing:
    user, now = seller_user(listing.seller), timezone.now()
    writing.save_draft(listing=listing, typed=typed(**changes), actor=user, at=now)
    return writing.submit(listing=listing, actor=user, at=now)


@pytest.mark.parametrize(
    ("price", "approved", "within"),
    [
        (130_000, 100_000, True),
        (130_001, 100_000, False),
        (70_000, 100_000, True),
        (69_999, 100_000, False),
        (1, None, True),
    ],
)
def test_the_band_stands_around_the_approved_price(price: int, approved: int, within: bool) -> None:
    assert is_within_band(price_vnd=price, approved_vnd=approved) is within


def test_a_harmless_edit_goes_on_sale_at_once() -> None:
    listing = sent(published(), season_months=["5", "6"])

    assert let_through(listing=listing, at=timezone.now())
    assert Product.objects.get().season_months == [5, 6]
    assert Listing.objects.get().state == ListingState.PUBLISHED


@pytest.mark.parametrize("change", [{"name": "Tỏi đen tên khác"}, {"description": "Mô tả mới dài hơn ba mươi chữ."}])
def test_an_edit_of_what_buyers_read_waits_for_a_person(change: dict[str, str]) -> None:
    listing = sent(published(), season_months=["5"], **change)

    assert not let_through(listing=listing, at=timezone.now())
    assert Product.objects.get().season_months == [2, 3]


def test_a_harmless_edit_with_a_remark_waits() -> None:
    WatchedWord.objects.get_or_create(words="đặc trị", defaults={"grade": WordGrade.SERIOUS})
    listing = published(description="Mật ong đặc trị ho, làm ở Văn Hải từ lâu đời.")
    listing = sent(listing, description="Mật ong đặc trị ho, làm ở Văn Hải từ lâu đời.", season_months=["5"])

    assert not let_through(listing=listing, at=timezone.now())


def test_a_price_far_off_waits_while_the_old_one_sells() -> None:
    listing = published()
    user = seller_user(listing.seller)

    waiting = propose_price(listing=listing, price_vnd=90_000, actor=user, at=timezone.now())

    assert waiting.state == ListingState.SUBMITTED
    assert [(item.label, item.proposed) for item in differences(waiting)] == [("Giá bán", "90.000\u00a0₫")]
    assert Product.objects.get().price_vnd == 245_000
    moderation.approve(listing=waiting, seen=waiting.submitted_at, reviewer=reviewer(), at=timezone.now())
    assert Product.objects.get().price_vnd == 90_000
    assert Listing.objects.get().approved_price_vnd == 90_000


def test_a_rejected_price_is_forgotten() -> None:
    listing = published()
    waiting = propose_price(listing=listing, price_vnd=90_000, actor=seller_user(listing.seller), at=timezone.now())

    moderation.reject(
        listing=waiting, seen=waiting.submitted_at, reason="Giá sai.", reviewer=reviewer(), at=timezone.now()
    )
    assert (Product.objects.get().price_vnd, Listing.objects.get().proposed_price_vnd) == (245_000, None)


def test_packing_prices_far_off_wait_together_with_the_goods_own() -> None:
    jar = {"name": "Hũ 1 kg", "weight_g": "1100", "price_vnd": "900000", "stock": "5"}
    listing = published(packings={"1": jar, "3": {**jar, "name": "Thùng 5 hũ", "price_vnd": "4000000"}})
    user = seller_user(listing.seller)
    asked = {"listing": listing, "price_vnd": 90_000, "packings": {3: 40_000_000}, "actor": user, "at": timezone.now()}

    waiting = propose_price(**asked)
    assert propose_price(**asked).submitted_at == waiting.submitted_at  # asked again, it waits on
    assert [item.label for item in differences(waiting)] == ["Giá bán", "Giá quy cách Thùng 5 hũ"]
    assert "packing_price" in {found.kind for found in findings(waiting, today=timezone.localdate())}
    assert not let_through(listing=waiting, at=timezone.now())
    assert int(offered(listing.product)[3].price) == 4_000_000

    moderation.approve(listing=waiting, seen=waiting.submitted_at, reviewer=reviewer(), at=timezone.now())
    assert {number: int(record.price) for number, record in offered(listing.product).items()} == {
        1: 900_000,
        3: 40_000_000,
    }
    done = Listing.objects.get()
    assert (done.proposed_price_vnd, done.proposed_packings, done.state) == (None, {}, ListingState.PUBLISHED)


def test_a_packing_price_taken_back_or_rejected_is_forgotten() -> None:
    jar = {"name": "Hũ 1 kg", "weight_g": "1100", "price_vnd": "900000", "stock": "5"}
    listing, now = published(packings={"1": jar}), timezone.now()
    user = seller_user(listing.seller)
    propose_price(listing=listing, packings={1: 9_000_000}, actor=user, at=now)

    assert writing.recall(listing=listing, actor=user, at=now).proposed_packings == {}
    sent = propose_price(listing=listing, packings={1: 9_000_000}, actor=user, at=now)
    moderation.reject(listing=sent, seen=sent.submitted_at, reason="Giá sai.", reviewer=reviewer(), at=now)
    assert Listing.objects.get().proposed_packings == {}
    assert int(offered(listing.product)[1].price) == 900_000
