"""What a machine remarks."""

import pytest
from django.utils import timezone

from sellers.listings.checks import findings, superlatives_in
from tests.factories.goods import stocked_product
from tests.factories.listings import draft, published, spice_category, submitted

pytestmark = pytest.mark.django_db


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


def test_the_picture_of_another_good_is_remarked() -> None:
    published(seed=4)

    assert kinds(submitted(seed=4)) == ["picture"]
    assert kinds(submitted(seed=7)) == []


def test_missing_fields_are_remarked() -> None:
    assert kinds(draft(shelf_life_days="")) == ["missing"]
