"""Decide what was meant: the words as typed, an unfinished word, a slip, or words too many.

The same for every engine; an engine only says how many goods a tree finds and which words its goods have.
"""

import dataclasses
from dataclasses import dataclass
from typing import Protocol

from catalogue.search import analysis, leftovers
from catalogue.search import tree as trees
from catalogue.search.analysis import Token
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

    def correct(self, words: list[str]) -> list[list[str]]:
        """The likeliest spelling of folded words, see spelling.Vocabulary.correct."""

    def best_name(self, tree: Tree) -> str | None:
        """The name of the best hit."""


def understand(index: Lookup, tree: Tree) -> Understanding:
    """Say what few hits or strange words mean: an unfinished word, a slip, words too many, or just few goods."""
    found = index.count(tree)
    if found < FEW:
        unfinished = dataclasses.replace(tree, prefix=True)
        begun = index.count(unfinished)
        if begun > found:
            tree, found = unfinished, begun
    if found >= FEW and not has_unknown_word(index, tree):
        return Understanding(tree)
    if found == 0 and (meant := _typed_with_keys(index, tree)):
        return meant
    corrected = _respell(index, tree)
    corrected_tree = trees.parse(corrected) if corrected else None
    better = index.count(corrected_tree) if corrected_tree else 0
    if corrected_tree and found == 0 and better:
        return Understanding(corrected_tree, corrected, True)
    if better >= found * MUCH_BETTER and better > FEW:
        return Understanding(tree, corrected)
    relaxed = tree.relaxed() if found == 0 else None
    return Understanding(relaxed or tree)


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


def has_unknown_word(index: Lookup, tree: Tree) -> bool:
    """Only marks tell: without them nearly every short word is some word."""
    words = (word for clause in tree.clauses if not clause.same for word in clause.words)
    return tree.marked and not tree.prefix and any(map(index.is_unknown, words))


def _respell(index: Lookup, tree: Tree) -> str | None:
    """Return the likelier spelling, keeping what was typed right as it was typed."""
    typed = tree.words
    chosen = index.correct([word.folded for word in typed])
    if chosen == [[word.folded] for word in typed]:
        return None
    written = _as_written(index, " ".join(one for spelling in chosen for one in spelling))
    spelled: list[str] = []
    for word, surface, spelling in zip(typed, analysis.words(tree.text), chosen, strict=False):
        if spelling == [word.folded] and (tree.marked or word.folded not in written):
            spelled.append(surface)
        else:
            spelled += [written.get(one, one) for one in spelling]
    return " ".join(spelled)


def _as_written(index: Lookup, folded: str) -> dict[str, str]:
    """Return these words as the name of the best hit for them writes them."""
    tree = trees.parse(folded)
    name = index.best_name(tree) if tree else None
    if name is None:
        return {}
    return {token.folded: word for token, word in zip(analysis.tokens(name), analysis.words(name), strict=True)}
