"""Turn a tree of words and a set of filters into tantivy queries."""

import math
from collections.abc import Iterable
from typing import Any

import tantivy
from tantivy import FieldType, Occur, Query

from catalogue.search import tree as weights
from catalogue.search.analysis import Token
from catalogue.search.engines.tantivy.schema import schema
from catalogue.search.fields import LONGEST_PREFIX
from catalogue.search.protocol import SearchQuery
from catalogue.search.tree import Clause, Tree


class Compiler:
    """searcher gives how rare a word is, so that exact words outweigh everything else of the same words."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self.searcher = searcher

    def words(self, tree: Tree) -> Query:
        parts = [(Occur.Must, self._required(tree))]
        parts += [(Occur.Should, _side_by_side(pair)) for pair in tree.pairs]
        if tree.marked:
            parts += [(Occur.Should, self._exact(word)) for word in tree.words]
        matched = Query.boolean_query(parts)
        if not tree.code:
            return matched
        by_code = boost(term("code", tree.code), weights.CODE_BOOST)
        return Query.boolean_query([(Occur.Should, matched), (Occur.Should, by_code)])

    def _required(self, tree: Tree) -> Query:
        unfinished = tree.words[-1] if tree.prefix else None
        clauses = [self._clause(clause, unfinished, strict=tree.strict) for clause in tree.clauses]
        if tree.enough is not None:
            return Query.boolean_query([(Occur.Should, clause) for clause in clauses], tree.enough)
        return clauses[0] if len(clauses) == 1 else Query.boolean_query([(Occur.Must, clause) for clause in clauses])

    def _clause(self, clause: Clause, unfinished: Token | None, *, strict: bool) -> Query:
        own = [(Occur.Must, self._word(word, prefix=word is unfinished, strict=strict)) for word in clause.words]
        typed = own[0][1] if len(own) == 1 else Query.boolean_query(own)
        if not clause.same:
            return typed
        return Query.disjunction_max_query([typed, *(self._same(words, clause.same_boost) for words in clause.same)])

    def _word(self, word: Token, *, prefix: bool, strict: bool) -> Query:
        if strict:
            return Query.disjunction_max_query([term("name_exact", word.exact), term("body_exact", word.exact)])
        fields = [
            boost(term("name", word.folded), weights.NAME_BOOST),
            boost(term("body", word.folded), weights.BODY_BOOST),
        ]
        if len(word.folded) >= weights.SHORTEST_PAIR:  # perhaps two words without their space
            fields.append(boost(term("name_pair", word.folded), weights.NAME_BOOST))
            fields.append(boost(term("body_pair", word.folded), weights.BODY_BOOST))
        if prefix:
            fields.append(boost(term("name_prefix", word.folded[:LONGEST_PREFIX]), weights.PREFIX_BOOST))
        return Query.disjunction_max_query(fields, weights.TIE)

    def _same(self, words: tuple[str, ...], same_boost: float) -> Query:
        """In a name; or in who made it, where and what kind it is ("hợp tác xã" finds what an HTX makes).

        There a phrase of common words would outweigh the words that matter, so it counts little, however rare.
        """
        return Query.disjunction_max_query(
            [
                boost(_phrase("name_exact", words), weights.NAME_BOOST * same_boost),
                Query.const_score_query(_phrase("body_exact", words), weights.BODY_BOOST * same_boost),
            ]
        )

    def _exact(self, word: Token) -> Query:
        rarity = self._rarity(word.folded)
        in_name = Query.const_score_query(term("name_exact", word.exact), weights.EXACT_NAME_BOOST * rarity)
        in_body = Query.const_score_query(term("body_exact", word.exact), weights.EXACT_BODY_BOOST * rarity)
        return Query.disjunction_max_query([in_name, in_body])

    def is_unknown(self, word: Token) -> bool:
        """Whether no good has this word with these marks."""
        having = (self.searcher.doc_freq(field, word.exact) for field in ("name_exact", "body_exact", "told_exact"))
        return not any(having)

    def is_pair(self, left: Token, right: Token) -> bool:
        return self.searcher.doc_freq("pair_exact", weights.pair(left.exact, right.exact)) > 0

    def _rarity(self, folded: str) -> float:
        """Return the word's own weight in BM25."""
        having = self.searcher.doc_freq("name", folded)
        return math.log(1 + (max(self.searcher.num_docs, having) - having + 0.5) / (having + 0.5))


def filters(query: SearchQuery, *, without: str = "") -> list[tuple[Occur, Query]]:
    """Return what must hold whatever the words are; without names one filter that is left out."""
    chosen = {
        "categories": any_of("category", query.categories),
        "provinces": any_of("province", query.provinces),
        "sellers": any_of("seller", query.sellers),
        "stars": any_of("stars", query.stars),
        "marks": any_of("mark", query.marks),
        "months": any_of("months", query.months),
        "communes": any_of("commune", query.communes),
        "in_stock": term("in_stock", 1) if query.in_stock else None,
        "price": price_between(query.price_from, query.price_to),
    }
    return [
        (Occur.Must, Query.const_score_query(condition, 0.0))
        for name, condition in chosen.items()
        if condition is not None and name != without
    ]


def _side_by_side(pair: str) -> Query:
    return Query.disjunction_max_query(
        [
            boost(term("name_pair", pair), weights.PHRASE_BOOST),
            boost(term("body_pair", pair), weights.BODY_PHRASE_BOOST),
        ]
    )


def _phrase(field: str, words: tuple[str, ...]) -> Query:
    return term(field, words[0]) if len(words) == 1 else Query.phrase_query(schema(), field, list(words))


def combine(words: Query | None, conditions: list[tuple[Occur, Query]]) -> Query:
    parts = [(Occur.Must, words)] if words is not None else []
    parts += conditions
    if not parts:
        return Query.all_query()
    return parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)


def term(field: str, value: Any) -> Query:
    return Query.term_query(schema(), field, value)


def boost(query: Query, by: float) -> Query:
    return Query.boost_query(query, by)


def any_of(field: str, values: Iterable[Any]) -> Query | None:
    terms = [(Occur.Should, term(field, value)) for value in values]
    if len(terms) == 1:
        return terms[0][1]
    return Query.boolean_query(terms) if terms else None


def price_between(lowest: int | None, highest: int | None) -> Query | None:
    if lowest is None and highest is None:
        return None
    return Query.range_query(schema(), "price", FieldType.Integer, lowest, highest)
