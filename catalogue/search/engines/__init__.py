"""The engine that this process uses."""

from functools import cache
from pathlib import Path

from django.conf import settings

from catalogue.search.engines.tantivy import TantivyEngine


def current() -> TantivyEngine:
    return _open(Path(settings.SEARCH_INDEX_DIR))


@cache
def _open(directory: Path) -> TantivyEngine:
    return TantivyEngine(directory)
