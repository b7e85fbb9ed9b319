"""Correct what was typed against the words and word pairs that the index itself holds."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from catalogue.search.analysis import Token, fold
from catalogue.search.slips import distance, like_sounds, marks_cost, one_slip, tone_and_letters
from catalogue.search.tree import pair

MAX_CANDIDATES = 12
LONG_ENOUGH_FOR_TWO_SLIPS = 5
SLIP_COST = 6.0
LIKE_SOUND_COST = 4.0
SECOND_SLIP_COST = 5.0
UNKNOWN_COST = SLIP_COST * 2
CUT_COST = 1.0
JOIN_COST = 1.0
MARKS_COST = 1.0  # of the same letters with other marks, beside what the marks themselves cost
UNFINISHED_COST = 2.0
MISSING_LETTER_COST = 0.5

PairCount = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words that may have been meant by one typed word, or by several that belong together (st 25: st25)."""

    words: tuple[str, ...]
    cost: float
    typed: int = 1


class Vocabulary:
    """The folded words of an index with how many goods have them.

    pair_count tells how many names have two words side by side ("nuoc_mam").
    """

    def __init__(self, words: Iterable[tuple[str, int]], pair_count: PairCount) -> None:
        self.counts = {word: count for word, count in words if not word.isdigit()}
        self.pair_count = pair_count
        self._by_initial: dict[str, list[str]] = {}
        for word in self.counts:
            self._by_initial.setdefault(fold(word)[0], []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self.counts

    def correct(self, typed: Sequence[Token]) -> list[Spelling]:
        """Return the likeliest spelling of all words typed; as typed if none is likelier.

        A word may become two (nuocmam: nuoc mam), and two may become one.
        """
        best: list[dict[str, tuple[float, list[Spelling]]]] = [{} for _ in range(len(typed) + 1)]
        best[0][""] = (0.0, [])
        for at in range(len(typed)):
            for spelling in self._spellings(typed, at):
                score, path = max(
                    ((score + self._fit(previous, spelling), path) for previous, (score, path) in best[at].items()),
                    key=lambda scored: scored[0],
                )
                last, after = spelling.words[-1], best[at + spelling.typed]
                if last not in after or score > after[last][0]:
                    after[last] = (score, [*path, spelling])
        _, path = max(best[-1].values(), key=lambda scored: scored[0])
        return path

    def _spellings(self, typed: Sequence[Token], at: int) -> list[Spelling]:
        found = self.candidates(typed[at], is_last=at == len(typed) - 1)
        joined = "".join(self._written(word) for word in typed[at : at + 2])
        if at + 1 < len(typed) and joined in self.counts:
            found.append(Spelling((joined,), JOIN_COST, 2))
        return found

    def candidates(self, word: Token, *, is_last: bool) -> list[Spelling]:
        """Return word itself and what it may have been meant to be, the commonest first."""
        typed = word.folded
        found = [Spelling((typed,), 0.0 if typed in self.counts else UNKNOWN_COST)]
        if typed.isdigit() or len(typed) == 1:
            return found
        near, cost = self._near(typed)
        commonest = sorted(near, key=lambda other: (-self.counts[other], other))[:MAX_CANDIDATES]
        alike = set(like_sounds(typed))
        found += [Spelling((other,), LIKE_SOUND_COST if other in alike else cost) for other in commonest]
        return found if typed in self.counts else found + self._cuts(typed)

    def _written(self, word: Token) -> str:
        return word.folded

    def _near(self, typed: str) -> tuple[set[str], float]:
        """Return known words one slip away; two slips for a long word that is none and has none near; and the cost."""
        near = {other for other in one_slip(typed) if other in self.counts} - {typed}
        if near or typed in self.counts or len(typed) < LONG_ENOUGH_FOR_TWO_SLIPS:
            return near, SLIP_COST
        return self._two_slips(typed), SLIP_COST + SECOND_SLIP_COST

    def _fit(self, previous: str, spelling: Spelling) -> float:
        """How well a spelling goes on from previous: common words, and pairs that stand in names."""
        score = -spelling.cost
        for word in spelling.words:
            score += math.log1p(self.counts.get(word, 0)) / 4
            if previous:
                together = self.pair_count(pair(previous, word))
                score += 3 + math.log1p(together) if together else 0
            previous = word
        return score

    def _two_slips(self, typed: str) -> set[str]:
        return {
            other
            for other in self._by_initial.get(typed[0], [])
            if abs(len(other) - len(typed)) <= 2 and distance(typed, fold(other), limit=2) <= 2
        }

    def _cuts(self, typed: str) -> list[Spelling]:
        cuts = ((typed[:at], typed[at:]) for at in range(2, len(typed) - 1))
        known = (cut for cut in cuts if cut[0] in self.counts and cut[1] in self.counts)
        return [Spelling(cut, CUT_COST) for cut in known if self.pair_count(pair(*cut))]


class MarkedVocabulary(Vocabulary):
    """The words of an index with their marks, for who types with marks.

    A word that some good has stays as typed: only what is no word with its marks is a slip.
    pair_count tells how many goods have two words with these marks side by side ("nước_mắm").
    """

    def __init__(self, words: Iterable[tuple[str, int]], pair_count: PairCount) -> None:
        super().__init__(words, pair_count)
        self._forms: dict[str, list[str]] = defaultdict(list)
        for word in self.counts:
            self._forms[fold(word)].append(word)

    def candidates(self, word: Token, *, is_last: bool) -> list[Spelling]:
        """Return word alone when it is known, else what may have been meant, the likeliest first, and word."""
        typed = word.exact
        if typed in self.counts or typed.isdigit() or len(typed) == 1:
            return [Spelling((typed,), 0.0)]
        costs = self._meant(word)
        if is_last:
            for other, cost in self._completions(typed):
                costs[other] = min(cost, costs.get(other, cost))
        likeliest = sorted(costs, key=lambda other: (costs[other], -self.counts[other], other))[: 2 * MAX_CANDIDATES]
        found = [Spelling((other,), costs[other]) for other in likeliest]
        return [*found, *self._cuts(typed), Spelling((typed,), UNKNOWN_COST)]

    def completion(self, previous: str, begun: str) -> str | None:
        """Return the word begun so that most goods have after previous, None when no good has one there."""
        found = {other: self.pair_count(pair(previous, other)) for other, _ in self._completions(begun)}
        return max(found, key=lambda other: (found[other], other)) if any(found.values()) else None

    def _written(self, word: Token) -> str:
        return word.exact

    def _meant(self, word: Token) -> dict[str, float]:
        """Return known words with what it costs to have typed word for them."""
        same = dict.fromkeys(self._forms.get(word.folded, []), MARKS_COST)
        alike = set(like_sounds(word.folded))
        near = (folded for folded in one_slip(word.folded) if folded in self._forms and folded != word.folded)
        slips = {
            other: LIKE_SOUND_COST if folded in alike else SLIP_COST for folded in near for other in self._forms[folded]
        }
        meant = slips | same
        if not meant and len(word.folded) >= LONG_ENOUGH_FOR_TWO_SLIPS:
            meant = dict.fromkeys(self._two_slips(word.folded), SLIP_COST + SECOND_SLIP_COST)
        return {other: cost + marks_cost(word.exact, other) for other, cost in meant.items()}

    def _completions(self, begun: str) -> list[tuple[str, float]]:
        """Return the words that begin so with their cost; a tone that was not yet typed does not matter."""
        tone, letters = tone_and_letters(begun)
        initial = self._by_initial.get(fold(begun)[0], [])
        longer = [other for other in initial if len(other) > len(begun)]
        split = ((other, *tone_and_letters(other)) for other in longer)
        fitting = [other for other, has, whole in split if whole.startswith(letters) and tone in ("", has)]
        return [(other, UNFINISHED_COST + MISSING_LETTER_COST * (len(other) - len(begun))) for other in fitting]
