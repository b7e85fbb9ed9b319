"""Correct what was typed against the words and word pairs that the index itself holds."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from catalogue.search.tree import pair

LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Sounds that are written alike or spoken alike in some region; a swap is one slip, whatever its length.
CONFUSED = [
    ("s", "x"), ("ch", "tr"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("l", "n"), ("v", "d"), ("c", "k"),
    ("g", "gh"), ("ng", "ngh"), ("n", "ng"), ("t", "c"), ("qu", "w"), ("ph", "f"), ("i", "y"),
]  # fmt: skip
MAX_CANDIDATES = 12
SLIP_COST = 6.0
LIKE_SOUND_COST = 4.0
SECOND_SLIP_COST = 5.0


@dataclass(frozen=True, slots=True)
class Candidate:
    words: tuple[str, ...]
    cost: float


class Vocabulary:
    """The folded words of an index with how many goods have them.

    pair_count tells how many names have two words side by side ("nuoc_mam").
    """

    def __init__(self, words: Iterable[tuple[str, int]], pair_count: Callable[[str], int]) -> None:
        self.counts = {word: count for word, count in words if not word.isdigit()}
        self.pair_count = pair_count
        self._by_initial: dict[str, list[str]] = {}
        for word in self.counts:
            self._by_initial.setdefault(word[0], []).append(word)

    def __contains__(self, word: str) -> bool:
        return word in self.counts

    def correct(self, words: list[str]) -> list[list[str]]:
        """Return the likeliest spelling, one list of words for each word typed; as typed if none is likelier.

        A word may become two (nuocmam -> nuoc mam).
        """
        best: dict[str, tuple[float, list[tuple[str, ...]]]] = {"": (0.0, [])}
        for word in words:
            step: dict[str, tuple[float, list[tuple[str, ...]]]] = {}
            for candidate in self.candidates(word):
                score, path = max(
                    ((score + self._fit(previous, candidate), path) for previous, (score, path) in best.items()),
                    key=lambda scored: scored[0],
                )
                last = candidate.words[-1]
                if last not in step or score > step[last][0]:
                    step[last] = (score, [*path, candidate.words])
            best = step
        _, path = max(best.values(), key=lambda scored: scored[0])
        return [list(chosen) for chosen in path]

    def candidates(self, word: str) -> list[Candidate]:
        """Return word itself and what it may have been meant to be, the commonest first."""
        found = [Candidate((word,), 0.0 if word in self.counts else SLIP_COST * 2)]
        if word.isdigit() or len(word) == 1:
            return found
        near = {other for other in one_slip(word) if other in self.counts} - {word}
        if not near and word not in self.counts and len(word) >= 5:
            near = self._two_slips(word)
            cost = SLIP_COST + SECOND_SLIP_COST
        else:
            cost = SLIP_COST
        commonest = sorted(near, key=lambda other: (-self.counts[other], other))[:MAX_CANDIDATES]
        alike = set(_like_sounds(word))
        found += [Candidate((other,), LIKE_SOUND_COST if other in alike else cost) for other in commonest]
        if word not in self.counts:
            found += [Candidate(parts, 1.0) for parts in self._cuts(word)]
        return found

    def _fit(self, previous: str, candidate: Candidate) -> float:
        """How well candidate goes on from previous: common words, and pairs that stand in names."""
        score = -candidate.cost
        for word in candidate.words:
            score += math.log1p(self.counts.get(word, 0)) / 4
            if previous:
                together = self.pair_count(pair(previous, word))
                score += 3 + math.log1p(together) if together else 0
            previous = word
        return score

    def _two_slips(self, word: str) -> set[str]:
        return {
            other
            for other in self._by_initial.get(word[0], [])
            if abs(len(other) - len(word)) <= 2 and distance(word, other, limit=2) <= 2
        }

    def _cuts(self, word: str) -> list[tuple[str, ...]]:
        cuts = ((word[:at], word[at:]) for at in range(2, len(word) - 1))
        return [cut for cut in cuts if cut[0] in self.counts and cut[1] in self.counts and self.pair_count(pair(*cut))]


def one_slip(word: str) -> set[str]:
    """Return every spelling one slip away: a letter missing, added, wrong, two swapped, or a like sound."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    missing = (left + right[1:] for left, right in cuts if right)
    swapped = (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    wrong = (left + letter + right[1:] for left, right in cuts if right for letter in LETTERS)
    added = (left + letter + right for left, right in cuts for letter in LETTERS)
    return set(chain(missing, swapped, wrong, added, _like_sounds(word)))


def _like_sounds(word: str) -> Iterable[str]:
    for one, other in CONFUSED:
        for old, new in ((one, other), (other, one)):
            if word.startswith(old):
                yield new + word[len(old) :]
            if word.endswith(old):
                yield word[: -len(old)] + new


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
