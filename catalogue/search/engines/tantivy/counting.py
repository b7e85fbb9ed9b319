"""Counts beside the results. Disjunctive: choosing one province leaves the other provinces' counts."""

from collections.abc import Collection
from typing import Any

import tantivy
from tantivy import Query

from catalogue.search import facets
from catalogue.search.engines.tantivy import together
from catalogue.search.engines.tantivy.compiler import combine, filters
from catalogue.search.protocol import FacetCount, PriceRange, SearchQuery


def count_all(
    searcher: tantivy.Searcher, words: Query | None, query: SearchQuery
) -> tuple[dict[str, list[FacetCount]], PriceRange | None]:
    """Return the counts by facet name, and the price range."""
    chosen = facets.choices(query)
    raw: dict[str, dict] = {}
    for without, names in facets.passes(chosen):
        hits = combine(words, filters(query, without=without))
        asked = dict(_aggregation(name, bool(without)) for name in names)
        raw |= _by_facet(searcher.aggregate(hits, asked), names)
    return facets.counted(raw, chosen)


def _aggregation(name: str, is_chosen: bool) -> tuple[str, dict[str, Any]]:
    """Return what to count, and under which name: facets that are counted together share one."""
    field = together.field_of(name)
    if field is None:
        return name, facets.aggregation(name, is_chosen)
    return field, {"terms": {"field": field, "size": together.MOST_SETS}}


def _by_facet(raw: dict[str, dict], names: Collection[str]) -> dict[str, dict]:
    counts = {}
    for name in names:
        field = together.field_of(name)
        counts[name] = raw[name] if field is None else {"buckets": _taken_apart(name, raw[field])}
    return counts


def _taken_apart(name: str, raw: dict) -> list[dict]:
    sets = [(bucket["key"], bucket["doc_count"]) for bucket in raw["buckets"]]
    return [{"key": value, "doc_count": count} for value, count in together.counted(name, sets)]
