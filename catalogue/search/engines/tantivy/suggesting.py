"""What to offer while somebody is still typing."""

from itertools import islice

import tantivy
from tantivy import Occur, Query

from catalogue.search import tree as trees
from catalogue.search.analysis import Token
from catalogue.search.engines.tantivy.compiler import boost, term
from catalogue.search.engines.tantivy.hits import find
from catalogue.search.fields import LONGEST_PREFIX, start_key
from catalogue.search.places import MOST_PLACES, PLACES_SHOWN, AllPlaces, Places
from catalogue.search.protocol import ProductSuggestion, Suggestions

# The same name is offered once, however many sellers have it; so more are fetched than shown.
SPARE = 3


def read_places(searcher: tantivy.Searcher) -> AllPlaces:
    return AllPlaces(
        categories=Places(_goods_by(searcher, "category_label")),
        sellers=Places(_goods_by(searcher, "seller_label")),
        provinces=Places(_goods_by(searcher, "province_label")),
    )


def _goods_by(searcher: tantivy.Searcher, field: str) -> list[tuple[str, int]]:
    counts = searcher.aggregate(Query.all_query(), {"places": {"terms": {"field": field, "size": MOST_PLACES}}})
    return [(bucket["key"], bucket["doc_count"]) for bucket in counts["places"]["buckets"]]


def suggest(searcher: tantivy.Searcher, places: AllPlaces, text: str, limit: int) -> Suggestions:
    tree = trees.parse(text)
    if tree is None:
        return Suggestions()
    words = tree.words
    suggestions = places.suggested(words, min(limit, PLACES_SHOWN))
    suggestions.products = _products(searcher, words, tree.marked, limit)
    return suggestions


def _products(searcher: tantivy.Searcher, words: list[Token], marked: bool, limit: int) -> list[ProductSuggestion]:
    """Names that begin as typed; names with such words further on only when those are not enough."""
    names = _names(searcher, _beginning_so(words, marked), limit)
    if len(names) < limit:
        names |= {
            name: found
            for name, found in _names(searcher, _with_words(words, marked), limit).items()
            if name not in names
        }
    return list(names.values())[:limit]


def _names(searcher: tantivy.Searcher, query: Query, limit: int) -> dict[str, ProductSuggestion]:
    hits = find(searcher, query, limit * SPARE, count=False)
    names: dict[str, ProductSuggestion] = {}
    for product_id, name in zip(hits.ids(), hits.titles(), strict=True):
        names.setdefault(name, ProductSuggestion(product_id, name))
    return dict(islice(names.items(), limit))


def _beginning_so(words: list[Token], marked: bool) -> Query:
    """Also finds what was typed without spaces (nuocmam)."""
    beginning = term("name_start", start_key(words))
    if not marked:
        return beginning
    return Query.boolean_query([(Occur.Must, beginning), *_same_marks(words)])


def _with_words(words: list[Token], marked: bool) -> Query:
    *whole, last = words
    ending = Query.disjunction_max_query(
        [
            boost(term("name", last.folded), 2.0),
            term("name_prefix", last.folded[:LONGEST_PREFIX]),
        ]
    )
    parts = [(Occur.Must, term("name", word.folded)) for word in whole] + [(Occur.Must, ending)]
    return Query.boolean_query(parts + _same_marks(words) if marked else parts)


def _same_marks(words: list[Token]) -> list[tuple[Occur, Query]]:
    return [(Occur.Should, boost(term("name_exact", word.exact), 3.0)) for word in words]
