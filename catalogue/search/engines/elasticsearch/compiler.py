"""Turn a tree of words and a set of filters into Elasticsearch queries."""

import math
from typing import Any

from elasticsearch.dsl.query import (
    Bool,
    ConstantScore,
    DisMax,
    FunctionScore,
    MatchAll,
    MatchPhrase,
    Query,
    Range,
    Term,
    Terms,
)

from catalogue.search import tree as weights
from catalogue.search.analysis import Token
from catalogue.search.engines.elasticsearch.statistics import Statistics
from catalogue.search.fields import LONGEST_PREFIX
from catalogue.search.protocol import SearchQuery
from catalogue.search.tree import Clause, Tree


class Compiler:
    def __init__(self, statistics: Statistics) -> None:
        self.statistics = statistics

    def words(self, tree: Tree) -> Query:
        raised: list[Query] = [_side_by_side(pair) for pair in tree.pairs]
        if tree.marked:
            self.learn(tree)
            raised += [self._exact(word) for word in tree.words]
        matched = Bool(must=[_required(tree)], should=raised)
        if not tree.code:
            return matched
        by_code = ConstantScore(filter=Term("code", tree.code), boost=weights.CODE_BOOST)
        return Bool(should=[matched, by_code], minimum_should_match=1)

    def is_unknown(self, word: Token) -> bool:
        """Whether no good has this word with these marks."""
        return not any(self.statistics.count(field, word.exact) for field in ("name.exact", "about", "told"))

    def is_pair(self, left: Token, right: Token) -> bool:
        return self.statistics.count("pairs", weights.pair(left.exact, right.exact)) > 0

    def learn(self, tree: Tree) -> None:
        """Ask all that is to be known of these words at once."""
        exact = [word.exact for word in tree.words]
        wanted = {"name": [word.folded for word in tree.words], "pairs": weights.pairs(exact)}
        self.statistics.learn(wanted | dict.fromkeys(("name.exact", "about", "told"), exact))

    def _exact(self, word: Token) -> Query:
        rarity = self._rarity(word.folded)
        in_name = constant("name.exact", word.exact, weights.EXACT_NAME_BOOST * rarity)
        in_body = constant("about", word.exact, weights.EXACT_BODY_BOOST * rarity)
        return DisMax(queries=[in_name, in_body])

    def _rarity(self, folded: str) -> float:
        """Return the word's own weight in BM25."""
        having = self.statistics.count("name", folded)
        return math.log(1 + (max(self.statistics.goods(), having) - having + 0.5) / (having + 0.5))


def _required(tree: Tree) -> Query:
    unfinished = tree.words[-1] if tree.prefix else None
    clauses = [_clause(clause, unfinished, strict=tree.strict) for clause in tree.clauses]
    if tree.enough is not None:
        return Bool(should=clauses, minimum_should_match=tree.enough)
    return clauses[0] if len(clauses) == 1 else Bool(must=clauses)


def _clause(clause: Clause, unfinished: Token | None, *, strict: bool) -> Query:
    own = [_word(word, prefix=word is unfinished, strict=strict) for word in clause.words]
    typed = own[0] if len(own) == 1 else Bool(must=own)
    if not clause.same:
        return typed
    return DisMax(queries=[typed, *(_same(words, clause.same_boost) for words in clause.same)])


def _word(word: Token, *, prefix: bool, strict: bool) -> Query:
    if strict:
        return DisMax(queries=[term("name.exact", word.exact), term("about", word.exact)])
    fields = [term("name", word.folded, weights.NAME_BOOST), term("body", word.folded, weights.BODY_BOOST)]
    if len(word.folded) >= weights.SHORTEST_PAIR:  # perhaps two words without their space
        fields.append(term("name.together", word.folded, weights.NAME_BOOST))
        fields.append(term("about.together", word.folded, weights.BODY_BOOST))
    if prefix:
        fields.append(term("name.prefix", word.folded[:LONGEST_PREFIX], weights.PREFIX_BOOST))
    return DisMax(queries=fields, tie_breaker=weights.TIE)


def _same(words: tuple[str, ...], same_boost: float) -> Query:
    """In a name; or in who made it, where and what kind it is ("hợp tác xã" finds what an HTX makes).

    There a phrase of common words would outweigh the words that matter, so it counts little, however rare.
    """
    return DisMax(
        queries=[
            _phrase("name.exact", words, weights.NAME_BOOST * same_boost),
            ConstantScore(filter=_phrase("about", words), boost=weights.BODY_BOOST * same_boost),
        ]
    )


def _phrase(field: str, words: tuple[str, ...], by: float = 1.0) -> Query:
    if len(words) == 1:
        return term(field, words[0], by)
    return MatchPhrase(field, {"query": " ".join(words), "boost": by})


def _side_by_side(pair: str) -> Query:
    return DisMax(
        queries=[
            term("name.pair", pair, weights.PHRASE_BOOST),
            term("about.pair", pair, weights.BODY_PHRASE_BOOST),
        ]
    )


def filters(query: SearchQuery, *, without: str = "") -> list[Query]:
    """Return what must hold whatever the words are; without names one filter that is left out."""
    chosen: dict[str, Query | None] = {
        "categories": _any_of("category", query.categories),
        "provinces": _any_of("province", query.provinces),
        "sellers": _any_of("seller", query.sellers),
        "stars": _any_of("stars", tuple(map(str, query.stars))),
        "marks": _any_of("mark", query.marks),
        "months": _any_of("months", tuple(map(str, query.months))),
        "communes": _any_of("commune", query.communes),
        "in_stock": Term("in_stock", "1") if query.in_stock else None,
        "price": _price_between(query.price_from, query.price_to),
    }
    return [condition for name, condition in chosen.items() if condition is not None and name != without]


def combine(words: Query | None, conditions: list[Query]) -> Query:
    if words is None:
        return Bool(filter=conditions) if conditions else MatchAll()
    return Bool(must=[words], filter=conditions) if conditions else words


def liked(words: Query) -> Query:
    """Let sales, stock and stars move goods that match the words equally well."""
    return FunctionScore(query=words, field_value_factor={"field": "weight", "missing": 1}, boost_mode="multiply")


def term(field: str, value: str, by: float = 1.0) -> Query:
    return Term(field, {"value": value, "boost": by})


def constant(field: str, value: str, score: float) -> Query:
    return ConstantScore(filter=Term(field, value), boost=score)


def _any_of(field: str, values: tuple[str, ...]) -> Query | None:
    return Terms(field, list(values)) if values else None


def _price_between(lowest: int | None, highest: int | None) -> Query | None:
    limits: dict[str, Any] = {"gte": lowest, "lte": highest}
    limits = {name: limit for name, limit in limits.items() if limit is not None}
    return Range("price", limits) if limits else None
