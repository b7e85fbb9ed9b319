import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from shop.regions.vietnamese import fold, slug, sort_key


def test_slug_keeps_d_with_stroke() -> None:
    assert slug("Đường phèn Đông Hải") == "duong-phen-dong-hai"


def test_fold_is_the_same_for_both_normal_forms() -> None:
    name = "Nước mắm Cà Ná đặc biệt"
    assert fold(unicodedata.normalize("NFD", name)) == fold(name) == "nuoc mam ca na dac biet"


def test_sort_key_follows_letters_before_tones() -> None:
    names = ["Đà Nẵng", "An Giang", "Đắk Lắk", "Cà Mau", "Cần Thơ", "Điện Biên", "Cao Bằng", "Đồng Nai"]
    assert sorted(names, key=sort_key) == [
        *["An Giang", "Cà Mau", "Cao Bằng", "Cần Thơ"],
        *["Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai"],
    ]


@given(st.text())
def test_sort_key_is_ascii_and_total(text: str) -> None:
    assert sort_key(text).isascii()
