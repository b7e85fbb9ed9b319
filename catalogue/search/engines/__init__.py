"""The engine that this process uses."""

from functools import cache
from pathlib import Path

from django.conf import settings

from catalogue.search.engines.tantivy import TantivyEngine


def current() -> TantivyEngine:
    return _open(Path(settings.SEARCH_INDEX_DIR))


def close_all() -> None:
    """Let go of the files of every index opened so far."""
    _open.cache_clear()


@cache
def _open(directory: Path) -> TantivyEngine:
    return TantivyEngine(directory)
