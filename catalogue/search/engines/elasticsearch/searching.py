"""One search: understand the words, find a page of goods, count beside it."""

from collections import Counter
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, TypeVar

from elasticsearch.dsl.query import Query

from catalogue.search import facets, synonyms
from catalogue.search import tree as trees
from catalogue.search.analysis import Token, fold
from catalogue.search.engines.elasticsearch.compiler import Compiler, combine, filters, liked
from catalogue.search.engines.elasticsearch.server import Server
from catalogue.search.engines.elasticsearch.statistics import Gathering, Statistics
from catalogue.search.protocol import SearchQuery, SearchResult, Sort, pages
from catalogue.search.spelling import MarkedVocabulary, Spelling, Vocabulary
from catalogue.search.tree import Tree
from catalogue.search.understanding import FEW, Understanding, respelled, understand

MOST_WORDS = 60_000

AnyVocabulary = TypeVar("AnyVocabulary", bound=Vocabulary)
Answer = TypeVar("Answer")

ORDER: dict[Sort, dict[str, Any]] = {
    Sort.RELEVANCE: {"weight": "desc"},
    Sort.NEWEST: {"published_at": "desc"},
    Sort.PRICE_UP: {"price": {"order": "asc", "missing": "_last"}},
    Sort.PRICE_DOWN: {"price": {"order": "desc", "missing": "_last"}},
    Sort.BEST_SELLING: {"sales": "desc"},
}
BEST_FIRST: list[dict[str, Any]] = [{"_score": "desc"}, {"id": "asc"}]


class Search:
    """A search of one index. vocabularies is a function, as they are seldom needed."""

    def __init__(
        self, server: Server, alias: str, statistics: Statistics, vocabularies: Callable[[], "Vocabularies"]
    ) -> None:
        self.server = server
        self.alias = alias
        self.statistics = statistics
        self.vocabularies = vocabularies
        self.compiler = Compiler(statistics)

    def run(self, query: SearchQuery) -> SearchResult:
        if not query.text.strip():
            return self._page(query, None)
        tree = trees.parse(query.text)
        if tree is None:
            return SearchResult(ids=[], total=0)
        understood = (None if query.as_typed else self._respelled(tree)) or Understanding(tree)
        result = self._page(query, self.compiler.words(understood.tree))
        if result.total < FEW and not understood.replaced and not query.as_typed:
            understood = understand(self, tree)
            if understood.tree is not tree:
                result = self._page(query, self.compiler.words(understood.tree))
        result.corrected = understood.corrected
        result.searched_for_corrected = understood.replaced
        result.partial = understood.tree.enough is not None
        return result

    def _respelled(self, tree: Tree) -> Understanding | None:
        if tree.marked:
            self.compiler.learn(tree)
        return respelled(self, tree)

    def count(self, tree: Tree) -> int:
        with self.server.reading() as client:
            found = client.count(index=self.alias, query=combine(None, [self.compiler.words(tree)]).to_dict())
        return found["count"]

    def is_unknown(self, word: Token) -> bool:
        return self.compiler.is_unknown(word)

    def is_pair(self, left: Token, right: Token) -> bool:
        return self.compiler.is_pair(left, right)

    def correct(self, words: Sequence[Token], *, marked: bool) -> list[Spelling]:
        known = self.vocabularies()
        field, vocabulary = ("pairs", known.marked) if marked else ("name.pair", known.plain)
        return self._asking(field, vocabulary, lambda asking: asking.correct(words))

    def completion(self, previous: str, begun: str) -> str | None:
        known = self.vocabularies().marked
        return self._asking("pairs", known, lambda asking: asking.completion(previous, begun))

    def _asking(self, field: str, vocabulary: AnyVocabulary, question: Callable[[AnyVocabulary], Answer]) -> Answer:
        """Put a question to a vocabulary, again until it needs no pairs that were not yet asked of the server."""
        pair_counts = Gathering(lambda pairs: self.statistics.counts(field, pairs))
        asking = copy(vocabulary)
        asking.pair_count = pair_counts
        answer = question(asking)
        while pair_counts.gather():
            answer = question(asking)
        return answer

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


@dataclass(frozen=True, slots=True)
class Vocabularies:
    plain: Vocabulary
    marked: MarkedVocabulary


def read_vocabularies(server: Server, alias: str, statistics: Statistics) -> Vocabularies:
    """Words of names and of synonyms, and those of descriptions and places that occur at least twice."""
    by_field = {
        field: {"terms": {"field": field, "size": MOST_WORDS, "min_doc_count": least}}
        for field, least in (("body_words", 2), ("name_words", 1))
    }
    (answer,) = server.searched(alias, [{"size": 0, "aggs": by_field}])
    same = synonyms.load()
    marked, plain = dict.fromkeys(same.marked_words, 1), dict.fromkeys(same.words, 1)
    for field in by_field:
        counts = {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"][field]["buckets"]}
        folded: Counter[str] = Counter()
        for word, count in counts.items():
            folded[fold(word)] += count
        marked, plain = marked | counts, plain | folded
    return Vocabularies(
        Vocabulary(plain.items(), lambda pair: statistics.count("name.pair", pair)),
        MarkedVocabulary(marked.items(), lambda pair: statistics.count("pairs", pair)),
    )
