"""The engine for production: an Elasticsearch 8.19 server shared by all machines, chosen by SEARCH_URL.

server.py talks to it, indices.py names, builds and switches indexes, writing.py brings documents in, goods.py says
what a document is; compiler.py, searching.py and suggesting.py read.
"""

from catalogue.search.engines.elasticsearch.engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
