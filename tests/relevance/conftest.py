from __future__ import annotations

import pytest

from catalogue.search.engines.tantivy import TantivyEngine
from catalogue.search.protocol import SearchQuery
from tests.relevance.collection import documents, skus
from tests.relevance.measures import TOP, Ranker


@pytest.fixture(scope="module")
def embedded(tmp_path_factory) -> Ranker:
    """The embedded engine with the frozen goods, as a ranker of skus."""
    engine = TantivyEngine(tmp_path_factory.mktemp("judged"))
    engine.rebuild(iter(documents()))
    return lambda text: skus(engine.search(SearchQuery(text=text, per_page=TOP)).ids)
