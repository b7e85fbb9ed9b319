"""One search: understand the words, find a page of goods, count beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from catalogue.search.spelling import MarkedVocabulary, Spelling, Vocabulary
from catalogue.search.tree import Tree
from catalogue.search.understanding import FEW, Understanding, respelled, understand

ORDER = {
    Sort.RELEVANCE: ("weight", Order.Desc),
    Sort.NEWEST: ("published_at", Order.Desc),
    Sort.PRICE_UP: ("price", Order.Asc),
    Sort.PRICE_DOWN: ("price", Order.Desc),
    Sort.BEST_SELLING: ("sales", Order.Desc),
}


class Search:
    """A search on one state of the index. vocabularies is a function, as they are seldom needed."""

    def __init__(self, searcher: tantivy.Searcher, vocabularies: Callable[[], "Vocabularies"]) -> None:
        self.searcher = searcher
        self.compiler = Compiler(searcher)
        self.vocabularies = vocabularies

    def run(self, query: SearchQuery) -> SearchResult:
        if not query.text.strip():
            return self._page(query, None)
        tree = trees.parse(query.text)
        if tree is None:
            return SearchResult(ids=[], total=0)
        understood = (None if query.as_typed else respelled(self, tree)) or Understanding(tree)
        words = self.compiler.words(understood.tree)
        found = self._hits(query, words)
        if found.total < FEW and not understood.replaced and not query.as_typed:
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

    def is_pair(self, left: Token, right: Token) -> bool:
        return self.compiler.is_pair(left, right)

    def correct(self, words: Sequence[Token], *, marked: bool) -> list[Spelling]:
        known = self.vocabularies()
        return (known.marked if marked else known.plain).correct(words)

    def completion(self, previous: str, begun: str) -> str | None:
        return self.vocabularies().marked.completion(previous, begun)

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


@dataclass(frozen=True, slots=True)
class Vocabularies:
    plain: Vocabulary
    marked: MarkedVocabulary


def read_vocabularies(searcher: tantivy.Searcher) -> Vocabularies:
    """Words of names and of synonyms, and those of descriptions and places that occur at least twice."""
    same = synonyms.load()
    plain = _counts(searcher, "body", "name", also=same.words)
    marked = _counts(searcher, "told_exact", "body_exact", "name_exact", also=same.marked_words)
    return Vocabularies(
        Vocabulary(plain.items(), lambda pair: searcher.doc_freq("name_pair", pair)),
        MarkedVocabulary(marked.items(), lambda pair: searcher.doc_freq("pair_exact", pair)),
    )


def _counts(searcher: tantivy.Searcher, *fields: str, also: set[str]) -> dict[str, int]:
    """The last field gives all its words, the others those that occur at least twice."""
    counts = dict.fromkeys(also, 1)
    *others, last = fields
    for field in others:
        counts |= {word: count for word, count in searcher.terms_with_prefix(field, "") if count > 1}
    return counts | dict(searcher.terms_with_prefix(last, ""))
