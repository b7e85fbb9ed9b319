"""The engines against the judgements, beside what a shop would have without them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from catalogue.search.analysis import RULES, compose
from tests.relevance.baselines import folded_bm25, like
from tests.relevance.collection import CLASSES, queries
from tests.relevance.measures import FRESH, OVERALL, by_class, of_fresh, table, worst

WORST_SHOWN = 20
WANTED = 0.90
WANTED_OF_A_CLASS = 0.80


@pytest.fixture(scope="module")
def scores(embedded, request) -> dict[str, float]:
    """nDCG@10 by class, printed beside what a shop would have without an engine."""
    rankers = {"embedded": embedded, "folded BM25": folded_bm25, "LIKE": like}
    columns = {name: by_class(ranker) | of_fresh(ranker) for name, ranker in rankers.items()}
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(table(columns))
        for score, query in worst(embedded, WORST_SHOWN):
            print(f"{score:.2f}  {query.qid} {query.kind:10} {query.text}")
    return columns["embedded"]


def test_what_is_meant_comes_to_the_top(scores) -> None:
    assert scores[OVERALL] >= WANTED


@pytest.mark.parametrize("kind", [*CLASSES, *FRESH.values()])
def test_no_way_of_asking_is_left_behind(scores, kind: str) -> None:
    assert scores[kind] >= WANTED_OF_A_CLASS


def test_no_way_of_asking_is_worse_than_plain_words_without_marks(scores) -> None:
    plain = by_class(folded_bm25)
    assert [kind for kind in CLASSES if scores[kind] < plain[kind] - 0.001] == []


def other_tone_placement(text: str) -> str:
    """Return text with every tone mark where the other school puts it (hòa: hoà)."""
    text = compose(text)
    for old, new in RULES["move"].items():
        text = text.replace(new, old)
    return text


VARIANTS: dict[str, Callable[[str], str]] = {
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "upper case": lambda text: compose(text).upper(),
    "spacing": lambda text: "  " + text.replace(" ", " \u00a0 ") + " ",
    "tone placement": other_tone_placement,
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_another_way_of_writing_the_same_gives_the_identical_list(embedded, variant: str) -> None:
    differing = [query.text for query in queries() if embedded(VARIANTS[variant](query.text)) != embedded(query.text)]
    assert differing == []
