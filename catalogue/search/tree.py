"""What a person typed, as a small tree of analysed words that every engine compiles in its own way."""

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from catalogue.search import synonyms
from catalogue.search.analysis import Token, code_key, tokens
from catalogue.search.protocol import MAX_TEXT

MAX_WORDS = 12
RELAXED_SHARE = 0.5

NAME_BOOST = 4.0
BODY_BOOST = 1.0
TIE = 0.1
PHRASE_BOOST = 4.0
BODY_PHRASE_BOOST = 2.0
PREFIX_BOOST = 1.0
CODE_BOOST = 1000.0
SHORTEST_PAIR = 4  # letters of what may be two words without their space
# A word found with the very marks typed weighs more than any difference in length or repetition can
# (BM25 lets those vary by about 1.5 x the word's own weight, four times that in the name).
EXACT_NAME_BOOST = 6.0
EXACT_BODY_BOOST = 2.0


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that must all be found, or else one of the phrases that mean the same.

    same_boost: how much those phrases weigh beside the words typed.
    """

    words: tuple[Token, ...]
    same: tuple[tuple[str, ...], ...] = ()
    same_boost: float = synonyms.BOOST


@dataclass(frozen=True, slots=True)
class Tree:
    """clauses: all must match. pairs: neighbouring words, which raise a hit where they stand together.

    marked: the person types with marks, so that words found with the very same marks come first.
    text: what was typed, cut to what counts.
    code: the whole text as it would be compared to a SKU or GTIN, "" when it cannot be one.
    prefix: the last word may be unfinished.
    enough: how many clauses suffice, None for all of them.
    strict: words count only with the very marks typed, in a name or in who made it, where and what kind it is.
    """

    clauses: tuple[Clause, ...]
    marked: bool
    text: str
    code: str
    prefix: bool = False
    enough: int | None = None
    strict: bool = False

    def relaxed(self) -> "Tree | None":
        """Return the tree that is content with half of the clauses, two at least; None when that is all of them."""
        enough = max(2, math.ceil(len(self.clauses) * RELAXED_SHARE))
        return replace(self, enough=enough) if enough < len(self.clauses) else None

    @property
    def words(self) -> list[Token]:
        return [word for clause in self.clauses for word in clause.words]

    @property
    def pairs(self) -> list[str]:
        return pairs([word.folded for word in self.words])


def pairs(folded: list[str]) -> list[str]:
    return [pair(left, right) for left, right in pairwise(folded)]


def pair(left: str, right: str) -> str:
    """Return two neighbouring folded words as one term, the way they are indexed."""
    return f"{left}_{right}"


def parse(text: str) -> Tree | None:
    """Return the tree of text, None when there is no letter or digit in it.

    Only the first 200 characters and 12 words count. A single letter after other words is a word just begun.
    """
    text = text[:MAX_TEXT]
    words = tokens(text)[:MAX_WORDS]
    if not words:
        return None
    known = synonyms.load()
    clauses = tuple(Clause(run, tuple(same), known.boost(run)) for run, same in known.split(words))
    return Tree(
        clauses=clauses,
        marked=any(word.marked for word in words),
        text=text,
        code=_code(text),
        prefix=len(words) > 1 and words[-1].folded.isalpha() and len(words[-1].folded) == 1,
    )


def _code(text: str) -> str:
    key = code_key(text)
    return key if len(key) >= 3 and any(char.isdigit() for char in key) else ""
