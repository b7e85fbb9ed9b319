"""What to offer while somebody is still typing."""

from dataclasses import dataclass
from itertools import islice

import tantivy
from tantivy import Occur, Query

from catalogue.search import tree as trees
from catalogue.search.analysis import Token
from catalogue.search.engines.tantivy.compiler import boost, term
from catalogue.search.engines.tantivy.hits import find
from catalogue.search.engines.tantivy.places import Places
from catalogue.search.engines.tantivy.schema import LONGEST_PREFIX, start_key
from catalogue.search.protocol import ProductSuggestion, Suggestions

PLACES_SHOWN = 3
# The same name is offered once, however many sellers have it; so more are fetched than shown.
SPARE = 3


@dataclass(frozen=True, slots=True)
class AllPlaces:
    categories: Places
    sellers: Places
    provinces: Places


def read_places(searcher: tantivy.Searcher) -> AllPlaces:
    return AllPlaces(
        categories=Places(searcher, "category_label"),
        sellers=Places(searcher, "seller_label"),
        provinces=Places(searcher, "province_label"),
    )


def suggest(searcher: tantivy.Searcher, places: AllPlaces, text: str, limit: int) -> Suggestions:
    tree = trees.parse(text)
    if tree is None:
        return Suggestions()
    words = tree.words
    most = min(limit, PLACES_SHOWN)
    return Suggestions(
        products=_products(searcher, words, tree.marked, limit),
        categories=places.categories.starting_with(words, most),
        # One letter begins some word of nearly every seller's name.
        sellers=places.sellers.starting_with(words, most) if len(start_key(words)) > 1 else [],
        provinces=places.provinces.starting_with(words, most),
    )


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
