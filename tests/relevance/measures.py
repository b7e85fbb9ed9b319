"""nDCG@10, and the table of it by class."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from statistics import fmean

from tests.relevance.collection import CLASSES, JudgedQuery, fresh_queries, queries

TOP = 10
Ranker = Callable[[str], list[str]]
OVERALL = "overall"


def ndcg(ranked: list[str], grades: dict[str, int]) -> float:
    """Return how near the ten best come to the best order there is: 0 to 1."""
    best = sorted(grades.values(), reverse=True)[:TOP]
    return _dcg([grades.get(sku, 0) for sku in ranked[:TOP]]) / _dcg(best)


FRESH = {"typo": "fresh typo", "partial": "fresh partial"}


def by_class(ranker: Ranker) -> dict[str, float]:
    """Return the mean nDCG@10 of every class and overall."""
    scores = _scores(ranker, queries())
    return {name: fmean(scores[name]) for name in (*CLASSES, OVERALL)}


def of_fresh(ranker: Ranker) -> dict[str, float]:
    """Return the mean nDCG@10 of the fresh slips and the fresh unfinished words."""
    scores = _scores(ranker, fresh_queries())
    return {name: fmean(scores[kind]) for kind, name in FRESH.items()}


def _scores(ranker: Ranker, asked: Sequence[JudgedQuery]) -> dict[str, list[float]]:
    scores: dict[str, list[float]] = defaultdict(list)
    for query in asked:
        score = ndcg(ranker(query.text), query.grades)
        scores[query.kind].append(score)
        scores[OVERALL].append(score)
    return scores


def worst(ranker: Ranker, count: int) -> list[tuple[float, JudgedQuery]]:
    """Return the queries that fare worst, for whoever tunes."""
    scored = [(ndcg(ranker(query.text), query.grades), query) for query in queries()]
    return sorted(scored, key=lambda row: (row[0], row[1].qid))[:count]


def table(columns: dict[str, dict[str, float]]) -> str:
    """Return a table for the eye: a row for each class, a column for each ranker."""
    kinds = [
        kind for kind in (*CLASSES, OVERALL, *FRESH.values()) if all(kind in scores for scores in columns.values())
    ]
    head = f"{'nDCG@10':14}" + "".join(f"{name:>15}" for name in columns)
    rows = [f"{kind:14}" + "".join(f"{scores[kind]:15.3f}" for scores in columns.values()) for kind in kinds]
    return "\n".join(["", head, *rows])


def _dcg(grades: list[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))
