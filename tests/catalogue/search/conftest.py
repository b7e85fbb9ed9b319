from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogue.search import engines
from catalogue.search.engines.elasticsearch import ElasticsearchEngine
from catalogue.search.engines.tantivy import TantivyEngine
from catalogue.search.protocol import Engine, ProductDocument, SearchQuery
from tests.catalogue.search.corpus import ocop_documents

NOBODY_LISTENS = "http://127.0.0.1:1/nobody"
ENGINES = ["tantivy", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


class Market:
    """An index and the documents in it, so that tests can speak of names."""

    def __init__(self, engine: Engine, documents: list[ProductDocument]) -> None:
        self.engine = engine
        self.by_id = {document.id: document for document in documents}
        self.engine.rebuild(iter(documents))

    def add(self, *documents: ProductDocument) -> None:
        self.by_id |= {document.id: document for document in documents}
        self.engine.index(documents)
        self.engine.refresh()

    def search(self, text: str = "", **filters):
        return self.engine.search(SearchQuery(text=text, **{"per_page": 100, **filters}))

    def found(self, text: str = "", **filters) -> list[ProductDocument]:
        return [self.by_id[number] for number in self.search(text, **filters).ids]

    def names(self, text: str = "", **filters) -> list[str]:
        return [document.name for document in self.found(text, **filters)]


@pytest.fixture(scope="module", params=ENGINES)
def ocop(request, tmp_path_factory) -> Market:
    """The 500 real goods on each engine; shared within a module, so only read it."""
    if request.param == "elasticsearch":
        engine: Engine = ElasticsearchEngine(request.getfixturevalue("new_search_url")())
    else:
        engine = TantivyEngine(tmp_path_factory.mktemp("ocop"))
    return Market(engine, ocop_documents())


@pytest.fixture(params=ENGINES)
def market(request, tmp_path):
    """A function that builds an index of the given documents, on each engine."""
    if request.param == "elasticsearch":
        engine: Engine = ElasticsearchEngine(request.getfixturevalue("search_url"))
    else:
        engine = TantivyEngine(tmp_path / "index")
    return lambda *documents: Market(engine, list(documents))


@pytest.fixture(params=ENGINES)
def search_engine(request, settings, tmp_path: Path) -> Iterator[str]:
    """Tests that go through the database run on each engine too."""
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    if request.param == "elasticsearch":
        settings.SEARCH_URL = request.getfixturevalue("search_url")
    yield request.param
    engines.close_all()


@pytest.fixture
def lose_index(settings, tmp_path: Path):
    """A function after which the index cannot be read: its folder is gone, or its server does not answer."""

    def lose():
        if settings.SEARCH_URL:
            settings.SEARCH_URL = NOBODY_LISTENS
        settings.SEARCH_INDEX_DIR = tmp_path / "nothing"

    return lose
