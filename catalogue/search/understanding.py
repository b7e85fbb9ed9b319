"""Decide what was meant: the words as typed, an unfinished word, a slip, or words too many.

The same for every engine; an engine only says how many goods a tree finds and which words its goods have.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from catalogue.search import analysis, leftovers
from catalogue.search import tree as trees
from catalogue.search.analysis import Token
from catalogue.search.spelling import Spelling
from catalogue.search.tree import Tree

# Below this many hits the last word is also taken as unfinished, and the spelling is looked at.
FEW = 3
# A correction is offered beside a few hits when it finds this many times more.
MUCH_BETTER = 10


@dataclass(frozen=True, slots=True)
class Understanding:
    """The tree to search for; corrected and replaced as in SearchResult."""

    tree: Tree
    corrected: str | None = None
    replaced: bool = False


class Lookup(Protocol):
    """What must be known about the goods of an index to understand somebody."""

    def count(self, tree: Tree) -> int:
        """How many goods these words find, no filter applied."""

    def is_unknown(self, word: Token) -> bool:
        """Whether no good has this word with these marks."""

    def is_pair(self, left: Token, right: Token) -> bool:
        """Whether some good has these words with these marks side by side."""

    def correct(self, words: Sequence[Token], *, marked: bool) -> list[Spelling]:
        """The likeliest spelling, with marks or without, see spelling.Vocabulary.correct."""

    def completion(self, previous: str, begun: str) -> str | None:
        """The likeliest word begun so after previous, see spelling.MarkedVocabulary.completion."""

    def best_name(self, tree: Tree) -> str | None:
        """The name of the best hit."""


def respelled(index: Lookup, tree: Tree) -> Understanding | None:
    """Say what was meant by words that no good has with the marks typed, before anything is searched.

    Some good must have all the words meant, with those marks. They are searched instead of what was typed where goods
    have each changed word beside its neighbour, else only offered: "cá hồi" is not "cá" somewhere in Hội An.
    """
    if not tree.marked:
        return None
    if has_unknown_word(index, tree):
        spellings = index.correct(tree.words, marked=True)
    elif completed := _completed(index, tree):
        spellings = completed
    else:
        return None
    meant = [word for spelling in spellings for word in spelling.words]
    if meant == [word.exact for word in tree.words]:
        return None
    wanted = trees.parse(" ".join(meant))
    if wanted is None or not index.count(dataclasses.replace(wanted, strict=True)):
        return None
    corrected = _written(index, tree, spellings)
    if _stand_together(index, tree, spellings):
        return Understanding(trees.parse(corrected) or wanted, corrected, True)
    return Understanding(tree, corrected)


def understand(index: Lookup, tree: Tree) -> Understanding:
    """Say what few hits mean: an unfinished word, a slip, words too many, or just few goods."""
    found = index.count(tree)
    if found < FEW and not tree.prefix:
        unfinished = dataclasses.replace(tree, prefix=True)
        begun = index.count(unfinished)
        if begun > found:
            tree, found = unfinished, begun
    if found >= FEW:
        return Understanding(tree)
    if found == 0 and (meant := _typed_with_keys(index, tree)):
        return meant
    spellings = index.correct(tree.words, marked=False)
    corrected = _written(index, tree, spellings) if _differ(spellings, tree) else None
    corrected_tree = trees.parse(corrected) if corrected else None
    better = index.count(corrected_tree) if corrected_tree else 0
    if corrected_tree and found == 0 and better:
        return Understanding(corrected_tree, corrected, True)
    if better >= found * MUCH_BETTER and better > FEW:
        return Understanding(tree, corrected)
    relaxed = tree.relaxed() if found == 0 else None
    return Understanding(relaxed or tree)


def has_unknown_word(index: Lookup, tree: Tree) -> bool:
    """Only marks tell: without them nearly every short word is some word."""
    words = [word for clause in tree.clauses if not clause.same for word in clause.words]
    begun = tree.words[-1] if tree.prefix else None
    return tree.marked and any(index.is_unknown(word) for word in words if word is not begun)


def _stand_together(index: Lookup, tree: Tree, spellings: list[Spelling]) -> bool:
    """Whether goods have every changed word beside the word before or after it, or it is the only one."""
    words = [word for spelling in spellings for word in analysis.tokens(" ".join(spelling.words))]
    typed = {word.exact for word in tree.words}
    beside = [index.is_pair(left, right) for left, right in pairwise(words)]
    around = zip([False, *beside], [*beside, False], strict=True)
    return len(words) == 1 or all(any(sides) or word.exact in typed for word, sides in zip(words, around, strict=True))


def _completed(index: Lookup, tree: Tree) -> list[Spelling] | None:
    """Return the words with the last one finished, when no good has them all but some have them so ("đèn họ")."""
    words = tree.words
    if len(words) < 2 or tree.prefix or tree.clauses[-1].same or index.is_pair(words[-2], words[-1]):
        return None
    if index.count(dataclasses.replace(tree, strict=True)):
        return None
    whole = index.completion(words[-2].exact, words[-1].exact)
    if whole is None:
        return None
    return [*(Spelling((word.exact,), 0.0) for word in words[:-1]), Spelling((whole,), 0.0)]


def _typed_with_keys(index: Lookup, tree: Tree) -> Understanding | None:
    """Return the goods meant by Telex or VNI keys that no input method has read."""
    for reading in leftovers.readings(tree.text):
        read = trees.parse(reading)
        if read and index.count(read):
            written = _as_written(index, reading)
            words = zip(analysis.tokens(reading), analysis.words(reading), strict=True)
            corrected = " ".join(written.get(token.folded, word) for token, word in words)
            return Understanding(trees.parse(corrected) or read, corrected, True)
    return None


def _differ(spellings: list[Spelling], tree: Tree) -> bool:
    return [spelling.words for spelling in spellings] != [(word.folded,) for word in tree.words]


def _written(index: Lookup, tree: Tree, spellings: list[Spelling]) -> str:
    """Return the spellings for the eye: what was typed right as it was typed, the rest as goods write it."""
    written = _as_written(index, " ".join(word for spelling in spellings for word in spelling.words))
    typed = list(zip(tree.words, analysis.words(tree.text), strict=False))
    shown: list[str] = []
    for spelling in spellings:
        (token, surface), *rest = typed[: spelling.typed]
        typed = typed[spelling.typed :]
        kept = not rest and spelling.words in ((token.exact,), (token.folded,))
        if kept and (tree.marked or token.folded not in written):
            shown.append(surface)
        else:
            shown += [written.get(word, analysis.spelled(word)) for word in spelling.words]
    return " ".join(shown)


def _as_written(index: Lookup, meant: str) -> dict[str, str]:
    """Return the words of the best hit as its name writes them, by their keys with marks and without."""
    tree = trees.parse(meant)
    name = index.best_name(tree) if tree else None
    if name is None:
        return {}
    words = list(zip(analysis.tokens(name), analysis.words(name), strict=True))
    return {token.folded: word for token, word in words} | {token.exact: word for token, word in words if token.marked}
