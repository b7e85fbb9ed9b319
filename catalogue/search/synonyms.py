"""Words that mean the same in different regions (heo = lợn).

The office edits the groups (see curated.py); rules/synonyms.txt is what they begin with, and what engines and tests
without a database use. Matched on words with their marks: folded, "dua" would be dứa, dừa and dưa at once. Only a
group's entry of several words is also matched as typed without marks, and only when no other group folds to the same
words.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalogue.search.analysis import Token, tokens

PATH = Path(__file__).parent / "rules" / "synonyms.txt"
AMBIGUOUS = "~"
BOOST = 0.6
AMBIGUOUS_BOOST = 0.3  # one of the words also means something else

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that mean the same, each of one or more words. note: why the group is ambiguous."""

    entries: tuple[str, ...]
    ambiguous: bool = False
    note: str = ""


def parse_group(line: str) -> Group:
    """Read "mũ,nón ~ nón ở Bắc là nón lá"; what follows ~ marks the group as ambiguous and says why."""
    words, mark, note = line.partition(AMBIGUOUS)
    entries = tuple(entry for part in words.split(",") if (entry := " ".join(part.split())))
    return Group(entries, bool(mark), note.strip())


class Synonyms:
    def __init__(self, groups: Iterable[Group | str]) -> None:
        self.exact: dict[Words, list[Words]] = defaultdict(list)
        self.boosts: dict[Words, float] = {}
        folded: dict[Words, set[Words]] = defaultdict(set)
        for given in groups:
            group = parse_group(given) if isinstance(given, str) else given
            entries = [entry for text in group.entries if (entry := tokens(text))]
            boost = AMBIGUOUS_BOOST if group.ambiguous else BOOST
            for entry in entries:
                key = _exact(entry)
                others = (_exact(other) for other in entries)
                self.exact[key] += [other for other in others if other not in (key, *self.exact[key])]
                self.boosts[key] = min(boost, self.boosts.get(key, boost))
                folded[tuple(token.folded for token in entry)].add(key)
        self.folded = {key: next(iter(keys)) for key, keys in folded.items() if len(keys) == 1 and len(key) > 1}
        self.words = {word for key in folded for word in key}
        self.marked_words = {word for key in self.exact for word in key}
        self.longest = max((len(key) for key in self.exact), default=1)

    def split(self, words: list[Token]) -> list[tuple[tuple[Token, ...], list[Words]]]:
        """Cut words into runs, the longest known run first, each with what means the same (or nothing)."""
        runs: list[tuple[tuple[Token, ...], list[Words]]] = []
        start = 0
        while start < len(words):
            run, same = self._longest_run(words, start)
            runs.append((run, same))
            start += len(run)
        return runs

    def boost(self, run: tuple[Token, ...]) -> float:
        """Return how much what means the same as a run weighs beside the run itself."""
        return self.boosts.get(self._key(run), BOOST)

    def _longest_run(self, words: list[Token], start: int) -> tuple[tuple[Token, ...], list[Words]]:
        for length in range(min(self.longest, len(words) - start), 0, -1):
            run = tuple(words[start : start + length])
            same = self.exact.get(self._key(run))
            if same:
                return run, same
        return (words[start],), []

    def _key(self, run: tuple[Token, ...]) -> Words:
        exact = _exact(run)
        if exact not in self.exact and not any(token.marked for token in run):
            return self.folded.get(tuple(token.folded for token in run), exact)
        return exact


def _exact(entry: list[Token] | tuple[Token, ...]) -> Words:
    return tuple(token.exact for token in entry)


@cache
def groups_of_file() -> tuple[Group, ...]:
    lines = PATH.read_text("utf-8").splitlines()
    return tuple(parse_group(line) for line in lines if line.strip() and not line.startswith("#"))


@cache
def _of_file() -> Synonyms:
    return Synonyms(groups_of_file())


_edited: Synonyms | None = None


def load() -> Synonyms:
    """Return the groups in force in this process."""
    return _edited or _of_file()


def put_in_force(groups: Iterable[Group] | None) -> None:
    """Have this process use these groups from now on; None: those of the file."""
    global _edited
    _edited = None if groups is None else Synonyms(groups)
