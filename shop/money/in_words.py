"""Amounts in words, as they stand on Vietnamese invoices and receipts.

Read by threes from the left: "mốt" and "tư" after "mươi" from hai mươi on, "lăm" after "mười" and "mươi", "linh" for a
missing ten. Once something stands before it, a three says its hundreds even when there are none ("không trăm linh
năm"), so that no digit can be written in; threes of zeros are left out.
"""

from __future__ import annotations

BILLION = 10**9
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
AFTER_TEN = {5: "lăm"}
AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}


def vnd_in_words(amount_vnd: int) -> str:
    """Return "Một triệu hai trăm linh sáu nghìn đồng"; what is below zero begins with "Âm"."""
    words = f"{'âm ' if amount_vnd < 0 else ''}{number_in_words(abs(amount_vnd))} đồng"
    return words[0].upper() + words[1:]


def number_in_words(number: int) -> str:
    """Return a whole number, zero or more, in words."""
    return " ".join(_whole(number, follows=False)) or DIGITS[0]


def _whole(number: int, *, follows: bool) -> list[str]:
    """Return the words of a number; none for zero. follows: something stands before it."""
    billions, rest = divmod(number, BILLION)
    words = [*_whole(billions, follows=follows), "tỷ"] if billions else []
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        three = rest // size % 1_000
        if three:
            words += _three(three, follows=follows or bool(words))
            words += [name] if name else []
    return words


def _three(number: int, *, follows: bool) -> list[str]:
    """Return the words of 1 to 999."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or follows else []
    if tens > 1:
        words += [DIGITS[tens], "mươi"]
    elif tens:
        words.append("mười")
    elif ones and words:
        words.append("linh")
    special = AFTER_TENS if tens > 1 else AFTER_TEN if tens else {}
    return [*words, special.get(ones, DIGITS[ones])] if ones else words
