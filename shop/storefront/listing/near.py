"""Shorter searches to offer when the words typed find nothing."""

from __future__ import annotations

from catalogue.search.protocol import SearchQuery
from catalogue.search.queries import search

MOST = 4


def near_queries(text: str) -> list[str]:
    """Return up to four parts of the text, longest first, that do find goods."""
    words = text.split()[:8]
    parts = [" ".join(part) for part in (words[:-1], words[1:], words[:2], words[-2:], words[:1], words[-1:]) if part]
    candidates = [part for part in dict.fromkeys(parts) if part != " ".join(words)]
    return [part for part in candidates if _finds(part)][:MOST]


def _finds(text: str) -> bool:
    result = search(SearchQuery(text=text, as_typed=True, per_page=1))
    return not result.degraded and result.total > 0
