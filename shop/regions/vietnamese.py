"""Sorting and folding of Vietnamese text, for names in the database (search has its own fuller rules)."""

from __future__ import annotations

import unicodedata

from django.utils.text import slugify

_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_MARKED = {letter: index for index, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def fold(text: str) -> str:
    """Return lower-case text without marks; đ becomes d (NFKD alone leaves it)."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(character for character in plain if not unicodedata.combining(character))


def slug(text: str) -> str:
    """Return an ASCII slug that keeps đ as d."""
    return slugify(fold(text))


def sort_key(text: str) -> str:
    """Return an ASCII key that sorts like the Vietnamese dictionary.

    Letters first (a < ă < â < b …), tones second (ngang, huyền, hỏi, ngã, sắc, nặng), word by word.
    """
    return " ".join(_word_key(word) for word in text.lower().split())


def _word_key(word: str) -> str:
    letters: list[str] = []
    tone = 0
    for character in unicodedata.normalize("NFC", word):
        base, character_tone = _split_tone(character)
        tone = character_tone or tone
        letters.append(chr(ord("A") + _MARKED[base]) if base in _MARKED else character)
    return "".join(letters).encode("ascii", "ignore").decode() + str(tone)


def _split_tone(character: str) -> tuple[str, int]:
    tone, rest = 0, ""
    for part in unicodedata.normalize("NFD", character):
        if part in _TONES:
            tone = _TONES[part]
        else:
            rest += part
    return unicodedata.normalize("NFC", rest), tone
