"""The engine that this process uses: Elasticsearch where SEARCH_URL names a server, else an index in a folder."""

from functools import cache
from pathlib import Path

from django.conf import settings

from catalogue.search.engines.elasticsearch import ElasticsearchEngine
from catalogue.search.engines.tantivy import TantivyEngine
from catalogue.search.protocol import Engine


def current() -> Engine:
    if settings.SEARCH_URL:
        return _connect(settings.SEARCH_URL)
    return _open(Path(settings.SEARCH_INDEX_DIR))


def close_all() -> None:
    """Let go of the files and connections of every index opened so far."""
    _open.cache_clear()
    _connect.cache_clear()


@cache
def _open(directory: Path) -> TantivyEngine:
    return TantivyEngine(directory)


@cache
def _connect(address: str) -> ElasticsearchEngine:
    return ElasticsearchEngine(address)
