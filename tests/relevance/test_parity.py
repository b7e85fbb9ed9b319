"""Both engines put the same goods before people: the judged queries on Elasticsearch beside the embedded engine."""

from __future__ import annotations

import functools

import pytest

from catalogue.search.engines.elasticsearch import ElasticsearchEngine
from catalogue.search.protocol import SearchQuery
from tests.relevance.collection import CLASSES, documents, queries, skus
from tests.relevance.measures import FRESH, OVERALL, TOP, Ranker, by_class, of_fresh, table
from tests.relevance.test_judged_relevance import VARIANTS

pytestmark = pytest.mark.elasticsearch

MOST_APART = 0.02


@pytest.fixture(scope="module")
def served(new_search_url) -> Ranker:
    """Elasticsearch with the frozen goods, as a ranker of skus."""
    engine = ElasticsearchEngine(new_search_url())
    engine.rebuild(iter(documents()))
    return functools.cache(lambda text: skus(engine.search(SearchQuery(text=text, per_page=TOP)).ids))


@pytest.fixture(scope="module")
def both(embedded, served, request) -> tuple[dict[str, float], dict[str, float]]:
    """nDCG@10 by class of the embedded engine and of Elasticsearch."""
    one, other = (by_class(ranker) | of_fresh(ranker) for ranker in (embedded, served))
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(table({"embedded": one, "Elasticsearch": other}))
    return one, other


@pytest.mark.parametrize("kind", [OVERALL, *CLASSES, *FRESH.values()])
def test_both_engines_serve_every_way_of_asking_alike(both, kind: str) -> None:
    embedded, served = both
    assert abs(embedded[kind] - served[kind]) <= MOST_APART


@pytest.mark.parametrize("variant", VARIANTS)
def test_another_way_of_writing_the_same_gives_the_identical_list(served, variant: str) -> None:
    differing = [query.text for query in queries() if served(VARIANTS[variant](query.text)) != served(query.text)]
    assert differing == []
