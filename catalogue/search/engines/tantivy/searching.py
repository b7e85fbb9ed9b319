"""One search: understand the words, find a page of goods, count beside it."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Order, Query

from catalogue.search import analysis, synonyms
from catalogue.search import tree as trees
from catalogue.search.engines.tantivy.compiler import Compiler, combine, filters
from catalogue.search.engines.tantivy.counting import count_all
from catalogue.search.engines.tantivy.hits import Hits, find
from catalogue.search.protocol import SearchQuery, SearchResult, Sort, pages
from catalogue.search.spelling import Vocabulary
from catalogue.search.tree import Tree

# Below this many hits the last word is also taken as unfinished, and the spelling is looked at.
FEW = 3
# A correction is offered beside a few hits when it finds this many times more.
MUCH_BETTER = 10

ORDER = {
    Sort.RELEVANCE: ("weight", Order.Desc),
    Sort.NEWEST: ("published_at", Order.Desc),
    Sort.PRICE_UP: ("price", Order.Asc),
    Sort.PRICE_DOWN: ("price", Order.Desc),
    Sort.BEST_SELLING: ("sales", Order.Desc),
}


@dataclass(frozen=True, slots=True)
class Understanding:
    """The tree to search for; corrected and replaced as in SearchResult."""

    tree: Tree
    corrected: str | None = None
    replaced: bool = False


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
        if found.total < FEW or self._has_unknown_word(tree):
            understood = self.understand(tree)
            words = self.compiler.words(understood.tree)
            found = self._hits(query, words)
        result = self._page(query, words, found)
        result.corrected = understood.corrected
        result.searched_for_corrected = understood.replaced
        result.partial = understood.tree.enough is not None
        return result

    def understand(self, tree: Tree) -> Understanding:
        """Decide what few hits or strange words mean: an unfinished word, a slip, words too many, or just few goods."""
        found = self._count(tree)
        if found < FEW:
            unfinished = dataclasses.replace(tree, prefix=True)
            begun = self._count(unfinished)
            if begun > found:
                tree, found = unfinished, begun
        if found >= FEW and not self._has_unknown_word(tree):
            return Understanding(tree)
        corrected = self._respell(tree)
        corrected_tree = trees.parse(corrected) if corrected else None
        better = self._count(corrected_tree) if corrected_tree else 0
        if corrected_tree and found == 0 and better:
            return Understanding(corrected_tree, corrected, True)
        if better >= found * MUCH_BETTER and better > FEW:
            return Understanding(tree, corrected)
        relaxed = tree.relaxed() if found == 0 else None
        return Understanding(relaxed or tree)

    def _has_unknown_word(self, tree: Tree) -> bool:
        """Only marks tell: without them nearly every short word is some word."""
        words = (word for clause in tree.clauses if not clause.same for word in clause.words)
        return tree.marked and not tree.prefix and any(map(self.compiler.is_unknown, words))

    def _respell(self, tree: Tree) -> str | None:
        """Return the likelier spelling, keeping what was typed right as it was typed."""
        typed = tree.words
        chosen = self.vocabulary().correct([word.folded for word in typed])
        if chosen == [[word.folded] for word in typed]:
            return None
        written = self._as_written(" ".join(one for spelling in chosen for one in spelling))
        spelled: list[str] = []
        for word, surface, spelling in zip(typed, analysis.words(tree.text), chosen, strict=False):
            if spelling == [word.folded] and (tree.marked or word.folded not in written):
                spelled.append(surface)
            else:
                spelled += [written.get(one, one) for one in spelling]
        return " ".join(spelled)

    def _as_written(self, folded: str) -> dict[str, str]:
        """Return these words as the name of the best hit for them writes them."""
        tree = trees.parse(folded)
        best = find(self.searcher, self.compiler.words(tree), 1, count=False).titles() if tree else []
        return {
            token.folded: word
            for title in best
            for token, word in zip(analysis.tokens(title), analysis.words(title), strict=True)
        }

    def _count(self, tree: Tree) -> int:
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
