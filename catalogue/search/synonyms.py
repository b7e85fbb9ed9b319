"""Words that mean the same in different regions (heo = lợn), from rules/synonyms.txt.

Matched on words with their marks: folded, "dua" would be dứa, dừa and dưa at once. Only a group's entry of
several words is also matched as typed without marks, and only when no other group folds to the same words.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path

from catalogue.search.analysis import Token, tokens

PATH = Path(__file__).parent / "rules" / "synonyms.txt"

Words = tuple[str, ...]


class Synonyms:
    def __init__(self, lines: list[str]) -> None:
        self.exact: dict[Words, list[Words]] = defaultdict(list)
        folded: dict[Words, set[Words]] = defaultdict(set)
        for line in lines:
            group = [tokens(entry) for entry in line.split(",")]
            for entry in group:
                key = _exact(entry)
                others = (_exact(other) for other in group)
                self.exact[key] += [other for other in others if other not in (key, *self.exact[key])]
                folded[tuple(token.folded for token in entry)].add(key)
        self.folded = {
            key: self.exact[next(iter(entries))]
            for key, entries in folded.items()
            if len(entries) == 1 and len(key) > 1
        }
        self.words = {word for key in folded for word in key}
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

    def _longest_run(self, words: list[Token], start: int) -> tuple[tuple[Token, ...], list[Words]]:
        for length in range(min(self.longest, len(words) - start), 0, -1):
            run = tuple(words[start : start + length])
            same = self.exact.get(_exact(run))
            if same is None and not any(token.marked for token in run):
                same = self.folded.get(tuple(token.folded for token in run))
            if same:
                return run, same
        return (words[start],), []


def _exact(entry: list[Token] | tuple[Token, ...]) -> Words:
    return tuple(token.exact for token in entry)


@cache
def load() -> Synonyms:
    lines = PATH.read_text("utf-8").splitlines()
    return Synonyms([line for line in lines if line.strip() and not line.startswith("#")])
