"""A search index of its own for one test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.search import engines, outbox
from catalogue.search.protocol import Engine


class SearchIndex:
    """An index of the test; drain() brings what the test has written into it."""

    engine: Engine

    def __init__(self) -> None:
        self.engine = engines.current()

    def drain(self) -> int:
        done = outbox.drain()
        self.engine.refresh()
        return done


@pytest.fixture
def search_engine(settings, tmp_path: Path) -> Iterator[str]:
    """The engine that search_index is built with; a folder overrides this to run its tests on every engine."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    yield "tantivy"
    engines.close_all()


@pytest.fixture
def search_index(db: None, search_engine: str) -> SearchIndex:
    """An empty index that the pages of this test search. Create goods, then call search_index.drain()."""
    index = SearchIndex()
    index.engine.rebuild(iter(()))
    return index
