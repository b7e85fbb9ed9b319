import pytest

from shop.storefront.unit_price import UnitPrice, unit_price


@pytest.mark.parametrize(
    ("price", "content", "expected"),
    [
        (245_000, "250 g", UnitPrice(980_000, "kg")),
        (98_000, "500ml", UnitPrice(196_000, "lít")),
        (90_000, "1,5 lít", UnitPrice(60_000, "lít")),
        (100_000, "20 × 50 g", None),
        (110_000, "20 x 55 g", UnitPrice(100_000, "kg")),
        (10_000, "3 kg", UnitPrice(3_333, "kg")),
        (50_000, "1 kg", None),
        (50_000, "hộp 4 cái", None),
        (50_000, "0 g", None),
        (50_000, "", None),
        (None, "250 g", None),
    ],
)
def test_price_per_kilogram_or_litre(price, content, expected):
    assert unit_price(price, content) == expected
