"""One search: understand the words, find a page of goods, count beside it."""

from collections.abc import Callable
from typing import Any

import tantivy
from tantivy import Order, Query

from catalogue.search import synonyms
from catalogue.search import tree as trees
from catalogue.search.analysis import Token
from catalogue.search.engines.tantivy.compiler import Compiler, combine, filters
from catalogue.search.engines.tantivy.counting import count_all
from catalogue.search.engines.tantivy.hits import Hits, find
from catalogue.search.protocol import SearchQuery, SearchResult, Sort, pages
from catalogue.search.spelling import Vocabulary
from catalogue.search.tree import Tree
from catalogue.search.understanding import FEW, Understanding, has_unknown_word, understand

ORDER = {
    Sort.RELEVANCE: ("weight", Order.Desc),
    Sort.NEWEST: ("published_at", Order.Desc),
    Sort.PRICE_UP: ("price", Order.Asc),
    Sort.PRICE_DOWN: ("price", Order.Desc),
    Sort.BEST_SELLING: ("sales", Order.Desc),
}


class Search:
    """A search on one state of the index. vocabulary is a function, as it is seldom needed."""

    def __init__(self, searcher: tantivy.Searcher, vocabulary: Callable[[], Vocabulary]) -> None:
        self.searcher = searcher
        self.compiler = Compiler(searcher)
        self.vocabulary = vocabulary

    def run(self, query: SearchQuery) -> SearchResult:
        if not query.text.strip():
            return self._page(query, None)
        tree = trees.parse(query.text)
        if tree is None:
            return SearchResult(ids=[], total=0)
        words = self.compiler.words(tree)
        found = self._hits(query, words)
        understood = Understanding(tree)
        if found.total < FEW or has_unknown_word(self, tree):
            understood = understand(self, tree)
            words = self.compiler.words(understood.tree)
            found = self._hits(query, words)
        result = self._page(query, words, found)
        result.corrected = understood.corrected
        result.searched_for_corrected = understood.replaced
        result.partial = understood.tree.enough is not None
        return result

    def is_unknown(self, word: Token) -> bool:
        return self.compiler.is_unknown(word)

    def correct(self, words: list[str]) -> list[list[str]]:
        return self.vocabulary().correct(words)

    def best_name(self, tree: Tree) -> str | None:
        names = find(self.searcher, self.compiler.words(tree), 1, count=False).titles()
        return names[0] if names else None

    def count(self, tree: Tree) -> int:
        return find(self.searcher, self.compiler.words(tree), 1).total

    def _hits(self, query: SearchQuery, words: Query | None) -> Hits:
        order: dict[str, Any] = {"weight_by_field": "weight"}
        if words is None or query.sort is not Sort.RELEVANCE:
            field, direction = ORDER[query.sort]
            order = {"order_by_field": field, "order": direction}
        wanted = combine(words, filters(query))
        return find(self.searcher, wanted, query.per_page, offset=(query.page - 1) * query.per_page, **order)

    def _page(
        self,
        query: SearchQuery,
        words: Query | None,
        found: Hits | None = None,
    ) -> SearchResult:
        found = found or self._hits(query, words)
        facets, price_range = count_all(self.searcher, words, query)
        return SearchResult(
            ids=found.ids(),
            total=found.total,
            facets=facets,
            price_range=price_range,
            page=query.page,
            pages=pages(found.total, query.per_page),
        )


def read_vocabulary(searcher: tantivy.Searcher) -> Vocabulary:
    """Words of names and of synonyms, and those of descriptions and places that occur at least twice."""
    counts = dict.fromkeys(synonyms.load().words, 1)
    counts |= {word: count for word, count in searcher.terms_with_prefix("body", "") if count > 1}
    counts |= dict(searcher.terms_with_prefix("name", ""))
    return Vocabulary(counts.items(), lambda pair: searcher.doc_freq("name_pair", pair))
