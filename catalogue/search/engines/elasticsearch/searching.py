"""One search: understand the words, find a page of goods, count beside it."""

from collections.abc import Callable
from copy import copy
from itertools import chain
from typing import Any

from elasticsearch.dsl.query import Query

from catalogue.search import facets, synonyms
from catalogue.search import tree as trees
from catalogue.search.analysis import Token
from catalogue.search.engines.elasticsearch.compiler import Compiler, combine, filters, liked
from catalogue.search.engines.elasticsearch.server import Server
from catalogue.search.engines.elasticsearch.statistics import Gathering, Statistics
from catalogue.search.protocol import SearchQuery, SearchResult, Sort, pages
from catalogue.search.spelling import Vocabulary
from catalogue.search.tree import Tree
from catalogue.search.understanding import FEW, has_unknown_word, understand

MOST_WORDS = 60_000

ORDER: dict[Sort, dict[str, Any]] = {
    Sort.RELEVANCE: {"weight": "desc"},
    Sort.NEWEST: {"published_at": "desc"},
    Sort.PRICE_UP: {"price": {"order": "asc", "missing": "_last"}},
    Sort.PRICE_DOWN: {"price": {"order": "desc", "missing": "_last"}},
    Sort.BEST_SELLING: {"sales": "desc"},
}
BEST_FIRST: list[dict[str, Any]] = [{"_score": "desc"}, {"id": "asc"}]


class Search:
    """A search of one index. vocabulary is a function, as it is seldom needed."""

    def __init__(
        self, server: Server, alias: str, statistics: Statistics, vocabulary: Callable[[], Vocabulary]
    ) -> None:
        self.server = server
        self.alias = alias
        self.statistics = statistics
        self.vocabulary = vocabulary
        self.compiler = Compiler(statistics)

    def run(self, query: SearchQuery) -> SearchResult:
        if not query.text.strip():
            return self._page(query, None)
        tree = trees.parse(query.text)
        if tree is None:
            return SearchResult(ids=[], total=0)
        result = self._page(query, self.compiler.words(tree))
        if result.total < FEW or has_unknown_word(self, tree):
            understood = understand(self, tree)
            if understood.tree is not tree:
                result = self._page(query, self.compiler.words(understood.tree))
            result.corrected = understood.corrected
            result.searched_for_corrected = understood.replaced
            result.partial = understood.tree.enough is not None
        return result

    def count(self, tree: Tree) -> int:
        with self.server.reading() as client:
            found = client.count(index=self.alias, query=combine(None, [self.compiler.words(tree)]).to_dict())
        return found["count"]

    def is_unknown(self, word: Token) -> bool:
        return self.compiler.is_unknown(word)

    def correct(self, words: list[str]) -> list[list[str]]:
        pair_counts = Gathering(lambda pairs: self.statistics.counts("name.pair", pairs))
        vocabulary = copy(self.vocabulary())
        vocabulary.pair_count = pair_counts
        corrected = vocabulary.correct(words)
        while pair_counts.gather():
            corrected = vocabulary.correct(words)
        return corrected

    def best_name(self, tree: Tree) -> str | None:
        with self.server.reading() as client:
            found = client.search(
                index=self.alias, query=self.compiler.words(tree).to_dict(), sort=BEST_FIRST, size=1, source=["name"]
            )
        return next((hit["_source"]["name"][0] for hit in found["hits"]["hits"]), None)

    def _page(self, query: SearchQuery, words: Query | None) -> SearchResult:
        """Hits and counts in one request, but apart.

        Without a total the server may pass over goods that cannot be among the best, and counts need no scores and are
        kept by the server until the index changes. Every facet with a choice counts on its own.
        """
        chosen = facets.choices(query)
        together = [name for name, values in chosen.items() if not values]
        asked = [_hits(query, words), _counts(query, words, together)]
        asked += [_counts(query, words, [name], without=name) for name, values in chosen.items() if values]
        hits, *counted = self.server.searched(self.alias, asked)
        raw = {name: counts for answer in counted for name, counts in answer.get("aggregations", {}).items()}
        counts, price_range = facets.counted(raw, chosen)
        total = counted[0]["hits"]["total"]["value"]
        return SearchResult(
            ids=[int(hit["_id"]) for hit in hits["hits"]["hits"]],
            total=total,
            facets=counts,
            price_range=price_range,
            page=query.page,
            pages=pages(total, query.per_page),
        )


def _hits(query: SearchQuery, words: Query | None) -> dict[str, Any]:
    body = {
        "from": (query.page - 1) * query.per_page,
        "size": query.per_page,
        "track_total_hits": False,
        "_source": False,
    }
    if words is not None and query.sort is Sort.RELEVANCE:
        return body | {"query": combine(liked(words), filters(query)).to_dict(), "sort": BEST_FIRST}
    return body | {"query": _unscored(words, filters(query)), "sort": [ORDER[query.sort], {"id": "asc"}]}


def _counts(query: SearchQuery, words: Query | None, names: list[str], without: str = "") -> dict[str, Any]:
    """The total and these counts, the choice named by without left out."""
    return {
        "size": 0,
        "track_total_hits": True,
        "query": _unscored(words, filters(query, without=without)),
        "aggs": {name: facets.aggregation(name, bool(without)) for name in names},
    }


def _unscored(words: Query | None, conditions: list[Query]) -> dict[str, Any]:
    return combine(None, [words, *conditions] if words is not None else conditions).to_dict()


def read_vocabulary(server: Server, alias: str, statistics: Statistics) -> Vocabulary:
    """Words of names and of synonyms, and those of descriptions and places that occur at least twice."""
    by_field = {
        field: {"terms": {"field": field, "size": MOST_WORDS, "min_doc_count": least}}
        for field, least in (("body_words", 2), ("name_words", 1))
    }
    (answer,) = server.searched(alias, [{"size": 0, "aggs": by_field}])
    counts = dict.fromkeys(synonyms.load().words, 1)
    buckets = (answer["aggregations"][field]["buckets"] for field in by_field)
    counts |= {bucket["key"]: bucket["doc_count"] for bucket in chain.from_iterable(buckets)}
    return Vocabulary(counts.items(), lambda pair: statistics.count("name.pair", pair))
