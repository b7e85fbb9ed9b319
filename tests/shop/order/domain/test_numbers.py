import datetime
import re
from typing import Any

import pytest

from shop.order.domain import numbers
from tests.factories.orders import placed_order

AT = datetime.datetime(2026, 12, 31, 18, tzinfo=datetime.UTC)  # already 2027 in Viet Nam


@pytest.mark.django_db
def test_number_names_the_vietnamese_year_and_cannot_be_guessed() -> None:
    first, second = numbers.new_number(at=AT), numbers.new_number(at=AT)
    assert re.fullmatch(r"CP-27-\d{6}", first)
    assert first != second


@pytest.mark.django_db
def test_crowded_year_gets_longer_numbers(monkeypatch: Any) -> None:
    taken = placed_order().number
    year, _, digits = taken.removeprefix("CP-").partition("-")
    at = datetime.datetime(2000 + int(year), 6, 1, tzinfo=datetime.UTC)
    monkeypatch.setattr(numbers.secrets, "randbelow", lambda bound: int(digits))
    assert numbers.new_number(at=at) == f"CP-{year}-0{digits}"
