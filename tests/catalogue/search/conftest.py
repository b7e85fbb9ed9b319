import pytest

from catalogue.search.engines.tantivy import TantivyEngine
from catalogue.search.protocol import ProductDocument, SearchQuery
from tests.catalogue.search.corpus import ocop_documents


class Market:
    """An index and the documents in it, so that tests can speak of names."""

    def __init__(self, directory, documents: list[ProductDocument]) -> None:
        self.engine = TantivyEngine(directory)
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


@pytest.fixture(scope="module")
def ocop(tmp_path_factory) -> Market:
    """The 500 real goods; shared within a module, so only read it."""
    return Market(tmp_path_factory.mktemp("ocop"), ocop_documents())


@pytest.fixture
def market(tmp_path):
    """A function that builds an index of the given documents."""
    return lambda *documents: Market(tmp_path / "index", list(documents))
