"""Slips of hand and ear: how one written word turns into another."""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Sounds that are written alike or spoken alike in some region; a swap is one slip, whatever its length.
CONFUSED = [
    ("s", "x"), ("ch", "tr"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("l", "n"), ("v", "d"), ("c", "k"),
    ("g", "gh"), ("ng", "ngh"), ("n", "ng"), ("t", "c"), ("qu", "w"), ("ph", "f"), ("i", "y"),
]  # fmt: skip
TONES = "\u0300\u0301\u0303\u0309\u0323"
HOI_AND_NGA = {"\u0309", "\u0303"}  # one tone to half of the country

WRONG_TONE = 1.5
CONFUSED_TONE = 0.5
# A mark on a letter is left out far more often than one is typed that does not belong.
MISSING_MARK = 1.0
NEEDLESS_MARK = 2.5


def one_slip(word: str) -> set[str]:
    """Return every spelling one slip away: a letter missing, added, wrong, two swapped, or a like sound."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    missing = (left + right[1:] for left, right in cuts if right)
    swapped = (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    wrong = (left + letter + right[1:] for left, right in cuts if right for letter in LETTERS)
    added = (left + letter + right for left, right in cuts for letter in LETTERS)
    return set(chain(missing, swapped, wrong, added, like_sounds(word)))


def like_sounds(word: str) -> Iterable[str]:
    for one, other in CONFUSED:
        for old, new in ((one, other), (other, one)):
            if word.startswith(old):
                yield new + word[len(old) :]
            if word.endswith(old):
                yield word[: -len(old)] + new


@lru_cache(maxsize=20_000)
def tone_and_letters(word: str) -> tuple[str, str]:
    """Return the tone of a word ("" for none) and the word without it ("mắm": the acute, "măm")."""
    loose = unicodedata.normalize("NFD", word)
    tone = next((char for char in loose if char in TONES), "")
    return tone, unicodedata.normalize("NFC", "".join(char for char in loose if char not in TONES))


def marks_cost(typed: str, meant: str) -> float:
    """Return how unlikely it is to set the marks of typed where those of meant were meant; 0 when they agree.

    Only marks count, not the letters under them or where the tone stands, so that lươí is as good as lưới.
    """
    (tone, letters), (meant_tone, meant_letters) = tone_and_letters(typed), tone_and_letters(meant)
    marks, meant_marks = (Counter(letter for letter in of if not letter.isascii()) for of in (letters, meant_letters))
    needless, missing = (marks - meant_marks).total(), (meant_marks - marks).total()
    exchanged = min(needless, missing)  # ă for â is one slip
    cost = MISSING_MARK * missing + NEEDLESS_MARK * (needless - exchanged)
    if tone != meant_tone:
        cost += CONFUSED_TONE if {tone, meant_tone} == HOI_AND_NGA else WRONG_TONE
    return cost


def distance(one: str, other: str, *, limit: int) -> int:
    """Return how many letters apart two words are (swapped neighbours count once), at most limit + 1."""
    before: list[int] = []
    previous = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, against in enumerate(other, start=1):
            best = min(
                previous[column] + 1,
                current[column - 1] + 1,
                previous[column - 1] + (letter != against),
            )
            swapped = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against
            if swapped:
                best = min(best, before[column - 2] + 1)
            current.append(best)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return previous[-1]
