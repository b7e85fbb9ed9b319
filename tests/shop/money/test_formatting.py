import pytest

from shop.money.formatting import grouped, short_vnd, vnd


@pytest.mark.parametrize(
    ("amount", "written"),
    [(0, "0\u00a0₫"), (1_206_000, "1.206.000\u00a0₫"), (-70_000, "\u221270.000\u00a0₫"), (999, "999\u00a0₫")],
)
def test_vnd(amount: int, written: str) -> None:
    assert vnd(amount) == written


@pytest.mark.parametrize(
    ("amount", "written"), [(4_180_000, "4,18\u00a0triệu"), (1_200_000_000, "1,2\u00a0tỷ"), (950_000, "950.000\u00a0₫")]
)
def test_short_vnd(amount: int, written: str) -> None:
    assert short_vnd(amount) == written


def test_grouped() -> None:
    assert grouped(5763) == "5.763"
