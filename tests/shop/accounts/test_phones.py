import pytest
from django.core.exceptions import ValidationError

from shop.accounts.phones import masked, national, parse_mobile


@pytest.mark.parametrize("typed", ["0912345678", "0912 345 678", "0912.345.678", "+84 912 345 678", "84912345678"])
def test_parse_mobile_accepts_the_usual_ways_of_writing(typed: str) -> None:
    assert parse_mobile(typed) == "+84912345678"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Hãy ghi số điện thoại"),
        ("091234567", "thiếu 1 chữ số"),
        ("09123456789", "thừa 1 chữ số"),
        ("0121234567", "bắt đầu bằng 03, 05, 07, 08 hoặc 09"),
        ("0551234567", "không có ở nhà mạng nào"),
        ("abc", "chỉ gồm chữ số"),
        ("091234567²", "chỉ gồm chữ số"),
    ],
)
def test_parse_mobile_says_what_to_mend(typed: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        parse_mobile(typed)


def test_numbers_are_shown_in_full_only_to_their_owner() -> None:
    assert (national("+84912345678"), masked("+84912345678")) == ("0912 345 678", "••• 678")
