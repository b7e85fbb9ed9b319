"""Reading what people type."""

import datetime

import pytest

from sellers.listings.content import Content, read_date, unreadable
from sellers.listings.numbers import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("245000", 245_000), ("245.000", 245_000), ("1.245.000 ₫", 1_245_000), ("1 250", 1250), (" 0 ", 0), (86, 86)],
)
def test_numbers_are_read_as_they_are_written(text: object, number: int) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["", "abc", "-5", "2,5", "12.5", "1e6", "9" * 13, None, "²"])
def test_what_is_no_whole_number_is_none(text: object) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize("text", ["2026-09-05", "5/9/2026", "05.09.2026", "5-9-2026"])
def test_dates_are_day_first(text: str) -> None:
    assert read_date(text) == datetime.date(2026, 9, 5)


@pytest.mark.parametrize("text", ["31/2/2026", "5/9", "hôm qua", "", None])
def test_what_is_no_date_is_none(text: object) -> None:
    assert read_date(text) is None


def test_json_and_back_is_the_same_content() -> None:
    content = Content(
        name="Tỏi", weight_g=320, season_months=[2, 3], ocop_decision_date=datetime.date(2025, 8, 12), stock=0
    )

    assert Content.read(content.as_json()) == content
    assert content.as_json()["stock"] == 0


def test_unreadable_names_only_what_was_typed() -> None:
    assert unreadable({"weight_g": "ba lạng", "price_vnd": "", "lot_produced_on": "12/9/2026"}) == ["weight_g"]
