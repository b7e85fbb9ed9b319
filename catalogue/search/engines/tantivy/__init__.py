"""The embedded engine: an index in a folder, no server. One process writes, any number read."""

from catalogue.search.engines.tantivy.engine import TantivyEngine

__all__ = ["TantivyEngine"]
