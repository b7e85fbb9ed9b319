"""Turn Vietnamese text into search tokens, the same way for goods and for what people type.

The steps, in this order, driven by rules/normalisation-rules.json:
compose decomposed marks, lower case, one tone placement (hoà = hòa), split on what is neither letter nor
digit, y = i (mỳ = mì), fold (strip the marks, đ = d).
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

RULES = json.loads((Path(__file__).parent / "rules" / "normalisation-rules.json").read_text("utf-8"))

MAX_TOKEN = 40


def _replacer(mapping: dict[str, str]) -> re.Pattern[str]:
    longest_first = sorted(mapping, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


_COMPOSE: dict[str, str] = RULES["compose"]
_TONE: dict[str, str] = {old: new for old, new in RULES["move"].items() if old == old.lower()}
_Y_TO_I: dict[str, str] = RULES["y2i"]
_FOLD = str.maketrans(RULES["fold"])
_COMPOSE_PATTERN = _replacer(_COMPOSE)
_TONE_PATTERN = _replacer(_TONE)
_MARKS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
# The one tone placement is a key, not a spelling: it moves the mark inside oa, oe, uy wherever they stand, so that
# begun and whole words agree. Words end so (hòa, thúy), but with a letter after it, or as qu + y, the mark goes back.
_BACK: dict[str, str] = {new: old for old, new in _TONE.items() if len(new) == 2}
_MOVED_TOO_FAR = re.compile(rf"(?:{'|'.join(_BACK)})(?=[^\W\d_])|(?<=q)[{''.join(new[0] for new in _BACK)}]y")


@dataclass(frozen=True, slots=True)
class Token:
    """One word: exact keeps its marks, folded has none ("mắm", "mam")."""

    exact: str
    folded: str

    @property
    def marked(self) -> bool:
        return self.exact != self.folded


def compose(text: str) -> str:
    """Return text with every mark joined to its letter, in whatever order the marks were typed."""
    text = unicodedata.normalize("NFKC", text)
    if _MARKS.search(text):
        text = _COMPOSE_PATTERN.sub(lambda found: _COMPOSE[found[0]], text)
    return text


def clean(text: str) -> str:
    """Return text composed, in lower case, with one tone placement and without loose marks."""
    text = compose(compose(text).lower())
    text = _TONE_PATTERN.sub(lambda found: _TONE[found[0]], text)
    return _MARKS.sub("", text)


@lru_cache(maxsize=100_000)
def _token(word: str) -> Token:
    exact = _Y_TO_I.get(word, word)[:MAX_TOKEN]
    return Token(exact, fold(exact))


def words(text: str) -> list[str]:
    """Return the words of text in order for the eye: lower case, marks joined; empty without letter or digit."""
    return [spelled(word) for word in _WORD.findall(clean(text))]


def spelled(word: str) -> str:
    """Return a cleaned word with its tone mark where people write it ("qúyt": "quýt", "xòai": "xoài")."""
    return word if word.isascii() else _MOVED_TOO_FAR.sub(lambda found: _BACK[found[0]], word)


def tokens(text: str) -> list[Token]:
    """Return one token for each of words(text)."""
    return [_token(word) for word in _WORD.findall(clean(text))]


def fold(word: str) -> str:
    """Return a word in lower case without marks; đ becomes d, which Unicode decomposition does not do.

    Other scripts keep their marks, as in Lucene's asciifolding, whose letters the rule file lists.
    """
    return word if word.isascii() else word.translate(_FOLD)


def code_key(text: str) -> str:
    """Return a SKU or GTIN as it is compared: without case, spaces and punctuation."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
