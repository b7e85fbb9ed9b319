import pytest

from shop.accounts.names import masked


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Nguyễn Thị Hạnh", "N. T. Hạnh"), ("  Lê  Nam ", "L. Nam"), ("Hạnh", "H•••"), ("", ""), ("  ", "")],
)
def test_only_the_given_name_is_written_out(name: str, shown: str) -> None:
    assert masked(name) == shown
