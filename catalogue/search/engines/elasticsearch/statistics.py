"""How many goods have a word, asked of the index's own term dictionary.

The answers of the last half minute are kept: how common a word is changes slowly.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from catalogue.search.engines.elasticsearch.server import Server

FOR_SECONDS = 30.0
KEPT = 50_000
# Given as they are; the fields' own analysers must not split them again.
ASKED = ["name", "name.exact", "name.pair", "about", "told", "pairs"]


@dataclass(frozen=True, slots=True)
class _Known:
    count: int
    until: float


class Statistics:
    def __init__(self, server: Server, alias: str) -> None:
        self._server = server
        self._alias = alias
        self.forget()

    def forget(self) -> None:
        self._known: dict[tuple[str, str], _Known] = {}
        self._goods = _Known(0, 0.0)

    def count(self, field: str, term: str) -> int:
        return self.counts(field, [term])[term]

    def counts(self, field: str, terms: list[str]) -> dict[str, int]:
        return self.learn({field: terms})[field]

    def goods(self) -> int:
        if time.monotonic() >= self._goods.until:
            with self._server.reading() as client:
                total = client.count(index=self._alias)["count"]
            self._goods = _Known(total, time.monotonic() + FOR_SECONDS)
        return self._goods.count

    def learn(self, wanted: dict[str, list[str]]) -> dict[str, dict[str, int]]:
        """Return the counts of the words of several fields, asking the server once for all it does not know."""
        now = time.monotonic()
        if len(self._known) > KEPT:
            self._known = {}
        missing: dict[str, list[str]] = {}
        for field, terms in wanted.items():
            unknown = [term for term in terms if not self._fresh(field, term, now)]
            if unknown:
                missing[field] = unknown
        found = self._ask(missing) if missing else {}
        for field, terms in missing.items():
            for term in terms:
                self._known[field, term] = _Known(found.get(field, {}).get(term, 0), now + FOR_SECONDS)
        return {field: {term: self._known[field, term].count for term in terms} for field, terms in wanted.items()}

    def _fresh(self, field: str, term: str, now: float) -> bool:
        known = self._known.get((field, term))
        return known is not None and now < known.until

    def _ask(self, missing: dict[str, list[str]]) -> dict[str, dict[str, int]]:
        text: dict[str, list[str]] = {}
        for field, terms in missing.items():
            text.setdefault(field.partition(".")[0], []).extend(terms)
        with self._server.reading() as client:
            answer = client.termvectors(
                index=self._alias,
                doc={field: " ".join(terms) for field, terms in text.items()},
                fields=list(missing),
                per_field_analyzer=dict.fromkeys(ASKED, "whitespace"),
                term_statistics=True,
                field_statistics=False,
                positions=False,
                offsets=False,
                payloads=False,
            )
        return {
            field: {term: told.get("doc_freq", 0) for term, told in vector["terms"].items()}
            for field, vector in answer["term_vectors"].items()
        }


class Gathering:
    """Counts asked for one by one, answered many at a time: 0 at first, then gather() learns what was missing."""

    def __init__(self, learn: Callable[[list[str]], dict[str, int]]) -> None:
        self._learn = learn
        self._known: dict[str, int] = {}
        self._missing: set[str] = set()

    def __call__(self, term: str) -> int:
        if term not in self._known:
            self._missing.add(term)
        return self._known.get(term, 0)

    def gather(self) -> bool:
        """Return whether anything was missing."""
        if not self._missing:
            return False
        self._known |= self._learn(sorted(self._missing))
        self._missing = set()
        return True
