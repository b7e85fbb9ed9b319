"""What the machine covers and holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.campaign.forum.domain.screening import COVER, cover, says, screen


@pytest.mark.parametrize(
    "written",
    [
        "0912345678",
        "0912 345 678",
        "+84 912.345.678",
        "0 9 1 2 3 4 5 6 7 8",
        "84912345678",
        "0258 382 1234",
        "(0258) 3821234",
        "001085000123",
        "001 085 000 123",
        "225123456",
        "ten.toi+1@thu.vn",
    ],
)
def test_numbers_and_addresses_of_people_are_covered(written: str):
    assert cover(f"Gọi {written}, cảm ơn") == (f"Gọi {COVER}, cảm ơn", 1)


@pytest.mark.parametrize(
    "written", ["100.000.000 đồng", "8936012345678", "ngày 25/11/2026", "lô 200 chai", "1.250.000", "5000000"]
)
def test_prices_days_and_codes_of_goods_stay(written: str):
    assert cover(written) == (written, 0)


@given(st.integers(0, 10**8 - 1), st.sampled_from(["", " ", ".", "-"]))
@settings(max_examples=25)
def test_no_mobile_number_stays_readable(number: int, gap: str):
    digits = gap.join(f"09{number:08d}")
    covered, masked = cover(f"số {digits}!")
    assert masked == 1 and not any(character.isdigit() for character in covered)


@pytest.mark.parametrize("written", ["https://a.example/x", "www.a.vn", "mua-o-day.com", "t.me/abc", "zalo.me/0"])
def test_links_are_held(written: str):
    assert [kind for kind, _ in screen(f"xem {written} nhé", words=[]).holds] == ["link"]


def test_a_full_stop_between_words_is_no_link():
    assert screen("Hàng tốt.Tôi mua nữa. Giá 15.000đ/kg.", words=[]).holds == []


@pytest.mark.parametrize("written", ["Lừa Đảo", "lua dao", "l.ừ.a đ.ả.o", "lừa   đảo"])
def test_watched_words_are_found_however_they_are_typed(written: str):
    assert says(f"gian này {written} đó", "lừa đảo")


def test_a_word_is_not_found_inside_others():
    assert not says("Khăn lụa đào rất đẹp", "lừa đảo") and not says("cà phê ngon", "phê n")
