"""Hits of one tantivy query, typed (its own stubs do not know that results are counted)."""

from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import DocAddress, Query


@dataclass(frozen=True, slots=True)
class Hits:
    searcher: tantivy.Searcher
    addresses: list[DocAddress]
    total: int

    def ids(self) -> list[int]:
        return self._numbers("id")

    def digests(self) -> list[int]:
        return self._numbers("digest")

    def _numbers(self, field: str) -> list[int]:
        values = self.searcher.fast_field_values(field, self.addresses)
        return [int(value) for value in values if value is not None]

    def titles(self) -> list[str]:
        return [bytes(self.searcher.doc(address)["title"][0]).decode() for address in self.addresses]


def find(searcher: tantivy.Searcher, query: Query, limit: int, **options: Any) -> Hits:
    """options: offset, count, order_by_field, order, weight_by_field, as tantivy takes them."""
    found: Any = searcher.search(query, limit, **options)
    return Hits(searcher, [address for _, address in found.hits], found.count or 0)
