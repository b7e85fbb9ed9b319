import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.money.in_words import DIGITS, number_in_words, vnd_in_words

VALUES = {word: value for value, word in enumerate(DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"),
        (5, "Năm đồng"),
        (10, "Mười đồng"),
        (14, "Mười bốn đồng"),
        (15, "Mười lăm đồng"),
        (21, "Hai mươi mốt đồng"),
        (24, "Hai mươi tư đồng"),
        (55, "Năm mươi lăm đồng"),
        (101, "Một trăm linh một đồng"),
        (104, "Một trăm linh bốn đồng"),
        (111, "Một trăm mười một đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (10_015, "Mười nghìn không trăm mười lăm đồng"),
        (120_000, "Một trăm hai mươi nghìn đồng"),
        (1_206_000, "Một triệu hai trăm linh sáu nghìn đồng"),
        (2_005_000, "Hai triệu không trăm linh năm nghìn đồng"),
        (31_000_021, "Ba mươi mốt triệu không trăm hai mươi mốt đồng"),
        (1_000_000_000, "Một tỷ đồng"),
        (1_000_000_005, "Một tỷ không trăm linh năm đồng"),
        (25_040_000_000, "Hai mươi lăm tỷ không trăm bốn mươi triệu đồng"),
        (1_000_000_000_000, "Một nghìn tỷ đồng"),
        (1_050_000_000_000, "Một nghìn không trăm năm mươi tỷ đồng"),
        (-98_000, "Âm chín mươi tám nghìn đồng"),
    ],
)
def test_an_amount_is_written_as_on_an_invoice(amount: int, words: str) -> None:
    assert vnd_in_words(amount) == words


@given(st.integers(min_value=0, max_value=10**12))
def test_words_read_back_give_the_number(number: int) -> None:
    assert _read(number_in_words(number)) == number


def _read(words: str) -> int:
    """Read a number below a thousand billions back, word by word."""
    whole, three = 0, 0
    before, billions, after = words.partition(" tỷ")
    if billions:
        return _read(before) * 10**9 + (_read(after.strip()) if after.strip() else 0)
    for word in words.split():
        if word in ("triệu", "nghìn"):
            whole, three = whole + three * {"triệu": 10**6, "nghìn": 10**3}[word], 0
        elif word == "trăm":
            three *= 100
        elif word == "mươi":
            three += 9 * (three % 10)
        elif word == "mười":
            three += 10
        elif word != "linh":
            three += VALUES[word]
    return whole + three
