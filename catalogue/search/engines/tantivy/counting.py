"""Counts beside the results. Disjunctive: choosing one province leaves the other provinces' counts."""

import tantivy
from tantivy import Query

from catalogue.search import facets
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
        raw |= searcher.aggregate(hits, {name: facets.aggregation(name, bool(without)) for name in names})
    return facets.counted(raw, chosen)
