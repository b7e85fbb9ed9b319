"""A search index of its own for one test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.search import engines, outbox
from catalogue.search.engines.tantivy import TantivyEngine


class SearchIndex:
    """An index in a folder of the test; drain() brings what the test has written into it."""

    engine: TantivyEngine

    def __init__(self) -> None:
        self.engine = engines.current()

    def drain(self) -> int:
        done = outbox.drain()
        self.engine.refresh()
        return done


@pytest.fixture
def search_index(db: None, settings, tmp_path: Path) -> Iterator[SearchIndex]:
    """An empty index that the pages of this test search. Create goods, then call search_index.drain()."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    index = SearchIndex()
    index.engine.rebuild(iter(()))
    yield index
    engines.close_all()
