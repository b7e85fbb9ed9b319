"""Wholesale steps."""

import pytest
from django.db import IntegrityError, transaction

from sellers.models import StockRecord
from sellers.prices import PriceStep, steps_are_sound, unit_price
from tests.factories.goods import StockFactory

STEPS = [PriceStep(10, 90_000), PriceStep(50, 80_000)]


@pytest.mark.parametrize(("quantity", "price"), [(1, 100_000), (9, 100_000), (10, 90_000), (49, 90_000), (50, 80_000)])
def test_the_highest_step_reached_gives_the_price(quantity: int, price: int) -> None:
    assert unit_price(base_vnd=100_000, steps=STEPS, quantity=quantity) == price


def test_a_step_never_makes_a_unit_dearer() -> None:
    assert unit_price(base_vnd=70_000, steps=STEPS, quantity=60) == 70_000


@pytest.mark.parametrize(
    ("steps", "sound"),
    [
        ([], True),
        (STEPS, True),
        ([PriceStep(1, 90_000)], False),
        ([PriceStep(10, 100_000)], False),
        ([PriceStep(10, 90_000), PriceStep(10, 80_000)], False),
        ([PriceStep(10, 80_000), PriceStep(50, 90_000)], False),
        ([PriceStep(10, 0)], False),
    ],
)
def test_steps_rise_in_quantity_and_fall_in_price(steps: list[PriceStep], sound: bool) -> None:
    assert steps_are_sound(base_vnd=100_000, steps=steps) is sound


@pytest.mark.django_db
@pytest.mark.parametrize(("quantities", "prices"), [([10], []), ([1], [90_000]), ([10], [0])])
def test_the_database_refuses_broken_steps(quantities: list[int], prices: list[int]) -> None:
    record = StockFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        StockRecord.objects.filter(pk=record.pk).update(step_quantities=quantities, step_prices=prices)
