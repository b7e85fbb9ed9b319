"""What a machine remarks."""

import datetime

import pytest
from django.utils import timezone

from sellers.listings.checks import findings, superlatives_in
from sellers.listings.domain.moderation import Forbidden, approve
from sellers.listings.models import WatchedWord, WordGrade
from sellers.listings.watchlist import remove_word, save_word
from tests.factories.goods import stocked_product
from tests.factories.listings import DocumentFactory, draft, published, reviewer, spice_category, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def watched() -> None:
    """Words of the first list; a test that empties the database takes the list that a migration loaded with it."""
    WatchedWord.objects.all().delete()
    for words, grade in (("mật gấu", "forbidden"), ("cao hổ", "forbidden"), ("đặc trị", "serious")):
        WatchedWord.objects.create(words=words, grade=grade)


def kinds(listing: object) -> list[str]:
    return [finding.kind for finding in findings(listing, today=timezone.localdate())]


def test_a_decent_listing_raises_nothing() -> None:
    assert kinds(submitted()) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nước mắm TỐT  NHẤT Ninh Thuận", ["tốt nhất"]),
        ("Thương hiệu số 1, duy nhất", ["số 1", "duy nhất"]),
        ("Hạng số 10 và thống nhất", []),
    ],
)
def test_banned_superlatives_are_whole_words(text: str, found: list[str]) -> None:
    assert superlatives_in(text) == found


def test_superlatives_are_remarked_where_they_stand() -> None:
    listing = submitted(name="Tỏi đen số 1 Phan Rang")

    sentence = findings(listing, today=timezone.localdate())[0].sentence
    assert "số 1" in sentence and "Tên sản phẩm" in sentence


def test_a_price_far_off_its_type_is_remarked() -> None:
    for price in (90_000, 95_000, 100_000, 105_000, 110_000):
        stocked_product(price=price).categories.add(spice_category())

    assert kinds(submitted(price_vnd="1.000.000")) == ["price"]
    assert kinds(submitted(price_vnd="120.000", seed=3)) == []


def test_a_packing_that_costs_far_more_or_less_than_its_weight_is_remarked() -> None:
    litre = {"name": "Thùng 4 hũ", "weight_g": "1280", "stock": "5"}
    for price, found in (("900000", []), ("9000000", ["packing_price"]), ("98000", ["packing_price"])):
        listing = submitted(packings={"1": {**litre, "price_vnd": price}}, seed=int(price) % 97)
        assert kinds(listing) == found


def test_the_picture_of_another_good_is_remarked() -> None:
    published(seed=4)

    assert kinds(submitted(seed=4)) == ["picture"]
    assert kinds(submitted(seed=7)) == []


def test_missing_fields_are_remarked() -> None:
    assert kinds(draft(shelf_life_days="")) == ["missing"]


@pytest.mark.usefixtures("watched")
def test_forbidden_goods_and_claims_are_found_by_whole_words() -> None:
    listing = submitted(description="Rượu ngâm MẬT  GẤU rừng, đặc trị đau lưng, ủ lâu năm.")
    grades = {finding.grade for finding in findings(listing, today=timezone.localdate()) if finding.kind == "word"}
    assert grades == {"forbidden", "serious"}
    assert kinds(submitted(description="Mật gấuu không phải, đạnh cũng không, chỉ là tỏi.", seed=3)) == []


@pytest.mark.usefixtures("watched")
def test_forbidden_goods_cannot_be_approved_until_the_list_changes() -> None:
    listing = submitted(name="Cao hổ cốt gia truyền")
    decide = {"listing": listing, "seen": listing.submitted_at, "reviewer": reviewer(), "at": timezone.now()}
    with pytest.raises(Forbidden):
        approve(**decide)

    remove_word(word=WatchedWord.objects.get(words="cao hổ"), by=reviewer(), at=timezone.now())
    assert approve(**decide).state == "published"


def test_a_word_added_by_an_administrator_counts_at_once() -> None:
    save_word(words="  Hàng   XÁCH tay ", grade=WordGrade.NOTE, reason="", by=reviewer(), at=timezone.now())
    assert kinds(submitted(name="Tỏi đen hàng xách tay")) == ["word"]


def test_another_sellers_barcode_and_picture_are_serious_ones_own_are_not() -> None:
    first = published(gtin="8938505974194", seed=4)
    other = submitted(gtin="8938505974194", seed=4)
    own = submitted(gtin="8938505974194", seed=4, seller=first.seller)

    def graded(listing: object) -> dict[str, bool]:
        return {found.kind: found.is_serious for found in findings(listing, today=timezone.localdate())}

    assert graded(other) == {"gtin": True, "picture": True}
    assert graded(own) == {"gtin": False, "picture": False}


def test_expired_papers_of_the_seller_are_remarked_until_renewed() -> None:
    listing, today = submitted(), timezone.localdate()
    DocumentFactory(seller=listing.seller, kind="food_safety", valid_until=today - datetime.timedelta(days=1))
    assert kinds(listing) == ["paper"]
    DocumentFactory(seller=listing.seller, kind="food_safety", valid_until=today + datetime.timedelta(days=90))
    assert kinds(listing) == []
