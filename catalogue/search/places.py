"""Categories, sellers and provinces that have goods, found by the beginnings of their words."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest

from catalogue.search.analysis import Token, tokens
from catalogue.search.fields import LABEL_SEPARATOR, start_key
from catalogue.search.protocol import PlaceSuggestion, Suggestions

MOST_PLACES = 20_000
PLACES_SHOWN = 3
COMPARED = 200
AFTER_EVERY_LETTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class _Place:
    suggestion: PlaceSuggestion
    words: tuple[Token, ...]
    goods: int


class Places:
    """All places of one kind, read from the index once, then searched in memory."""

    def __init__(self, goods: Iterable[tuple[str, int]]) -> None:
        """goods: a label (slug and name) and how many goods it has, most first."""
        self._places = [_place(label, count) for label, count in goods]
        self._words = sorted((word.folded, at) for at, place in enumerate(self._places) for word in place.words)

    def starting_with(self, words: list[Token], limit: int) -> list[PlaceSuggestion]:
        """Return places in which every word begins some word, those with the same marks first."""
        found = set.intersection(*(self._having(word.folded) for word in words))
        with_most_goods = nsmallest(COMPARED, found)  # they were read in that order
        places = sorted(
            (self._places[at] for at in with_most_goods),
            key=lambda place: _order(place, words),
        )
        return [place.suggestion for place in places[:limit]]

    def _having(self, prefix: str) -> set[int]:
        start = bisect_left(self._words, (prefix, -1))
        end = bisect_left(self._words, (prefix + AFTER_EVERY_LETTER, -1))
        return {at for _, at in self._words[start:end]}


def _place(label: str, goods: int) -> _Place:
    slug, _, name = label.partition(LABEL_SEPARATOR)
    return _Place(PlaceSuggestion(slug, name), tuple(tokens(name)), goods)


def _order(place: _Place, typed: list[Token]) -> tuple[int, bool, int, str]:
    """Same marks first, then names that begin so, then those with most goods."""
    same_marks = sum(any(word.exact.startswith(one.exact) for word in place.words) for one in typed)
    begins = place.words[0].folded.startswith(typed[0].folded)
    return (-same_marks, not begins, -place.goods, place.suggestion.slug)


@dataclass(frozen=True, slots=True)
class AllPlaces:
    categories: Places
    sellers: Places
    provinces: Places

    def suggested(self, words: list[Token], limit: int) -> Suggestions:
        """Return the places in which every word begins some word, without goods."""
        return Suggestions(
            categories=self.categories.starting_with(words, limit),
            # One letter begins some word of nearly every seller's name.
            sellers=self.sellers.starting_with(words, limit) if len(start_key(words)) > 1 else [],
            provinces=self.provinces.starting_with(words, limit),
        )
