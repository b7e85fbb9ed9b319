"""What a machine does with a text before a moderator reads it: cover numbers of people, hold links and watched words.

Nothing is refused here. A held text waits apart, and whoever lets it through says why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from shop.campaign.forum.enums import Hold
from shop.regions.vietnamese import fold

COVER = "•••"
SHORTEST_SQUEEZED = 6  # letters; shorter words are found whole only
_GAP = r"[ .\-–]{0,2}"
# Mobile and fixed numbers as people write them, also spread out: 0912 345 678, +84 912.345.678, 0 9 1 2 …
_PHONE = re.compile(rf"(?<![\d+])\(?(?:(?:\+|00)?84|0){_GAP}(?:[35789]|2{_GAP}\d)(?:{_GAP}\)?{_GAP}\d){{8}}(?!\d)")
# Personal identity number: 12 digits that begin with the number of a province (001 to 096).
_IDENTITY = re.compile(rf"(?<!\d)0{_GAP}\d(?:{_GAP}\d){{10}}(?!\d)")
_OLD_IDENTITY = re.compile(r"(?<![\d.,])\d{9}(?![\d.,]?\d)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(
    r"(?:https?|ftp)://\S+|www\.\S+"
    r"|(?<![\w@.-])[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\."
    r"(?:com|vn|net|org|info|biz|xyz|top|io|me|ly|gl|shop|site|store|online|click|club|link|app)(?![\w-])(?:/\S*)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Screened:
    """A text with personal numbers covered. masked: how many; holds: pairs (Hold, what was found)."""

    text: str
    masked: int
    holds: list[tuple[str, str]]


def screen(text: str, *, words: Iterable[str]) -> Screened:
    """Return the text as it may be kept, and what a moderator must look at. words: watched words of the place."""
    covered, masked = cover(unicodedata.normalize("NFC", text))
    links = [(Hold.LINK.value, found) for found in dict.fromkeys(_LINK.findall(covered))]
    found = [(Hold.WORD.value, word) for word in words if says(covered, word)]
    return Screened(text=covered, masked=masked, holds=[*links, *found])


def cover(text: str) -> tuple[str, int]:
    """Return the text without phone numbers, identity numbers and e-mail addresses, and how many there were."""
    masked = 0
    for pattern in (_IDENTITY, _PHONE, _OLD_IDENTITY, _EMAIL):
        text, count = pattern.subn(COVER, text)
        masked += count
    return text, masked


def says(text: str, word: str) -> bool:
    """Return whether a text says a word: with its marks, typed without any, or with signs between the letters."""
    lower, wanted = _plain(text), _plain(word)
    if not wanted:
        return False
    for form in {wanted, fold(wanted)}:
        if re.search(rf"(?<!\w){re.escape(form)}(?!\w)", lower):
            return True
    squeezed = _squeezed(wanted)
    return len(squeezed) >= SHORTEST_SQUEEZED and squeezed in _squeezed(lower)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def _squeezed(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
