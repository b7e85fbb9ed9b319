"""What to offer while somebody is still typing."""

from itertools import islice
from typing import Any

from elasticsearch.dsl.query import Bool, DisMax, Query

from catalogue.search import tree as trees
from catalogue.search.analysis import Token
from catalogue.search.engines.elasticsearch.compiler import term
from catalogue.search.engines.elasticsearch.searching import BEST_FIRST
from catalogue.search.engines.elasticsearch.server import Server
from catalogue.search.fields import LONGEST_PREFIX, start_key
from catalogue.search.places import MOST_PLACES, PLACES_SHOWN, AllPlaces, Places
from catalogue.search.protocol import ProductSuggestion, Suggestions

# The same name is offered once, however many sellers have it; so more are fetched than shown.
SPARE = 3


def read_places(server: Server, alias: str) -> AllPlaces:
    fields = ("category_label", "seller_label", "province_label")
    aggregations = {field: {"terms": {"field": field, "size": MOST_PLACES}} for field in fields}
    (answer,) = server.searched(alias, [{"size": 0, "aggs": aggregations}])
    categories, sellers, provinces = (
        Places((bucket["key"], bucket["doc_count"]) for bucket in answer["aggregations"][field]["buckets"])
        for field in fields
    )
    return AllPlaces(categories=categories, sellers=sellers, provinces=provinces)


def suggest(server: Server, alias: str, places: AllPlaces, text: str, limit: int) -> Suggestions:
    tree = trees.parse(text)
    if tree is None:
        return Suggestions()
    suggestions = places.suggested(tree.words, min(limit, PLACES_SHOWN))
    suggestions.products = _products(server, alias, tree.words, tree.marked, limit)
    return suggestions


def _products(server: Server, alias: str, words: list[Token], marked: bool, limit: int) -> list[ProductSuggestion]:
    """Names that begin as typed; after them names with such words further on."""
    asked = [_named(query, limit) for query in (_beginning_so(words, marked), _with_words(words, marked))]
    names: dict[str, ProductSuggestion] = {}
    for answer in server.searched(alias, asked):
        for hit in answer["hits"]["hits"]:
            name = hit["_source"]["name"][0]
            names.setdefault(name, ProductSuggestion(int(hit["_id"]), name))
    return list(islice(names.values(), limit))


def _named(query: Query, limit: int) -> dict[str, Any]:
    return {
        "size": limit * SPARE,
        "query": query.to_dict(),
        "sort": BEST_FIRST,
        "track_total_hits": False,
        "_source": ["name"],
    }


def _beginning_so(words: list[Token], marked: bool) -> Query:
    """Also finds what was typed without spaces (nuocmam)."""
    return Bool(must=[term("start", start_key(words))], should=_same_marks(words) if marked else [])


def _with_words(words: list[Token], marked: bool) -> Query:
    *whole, last = words
    ending = DisMax(queries=[term("name", last.folded, 2.0), term("name.prefix", last.folded[:LONGEST_PREFIX])])
    needed = [*(term("name", word.folded) for word in whole), ending]
    return Bool(must=needed, should=_same_marks(words) if marked else [])


def _same_marks(words: list[Token]) -> list[Query]:
    return [term("name.exact", word.exact, 3.0) for word in words]
