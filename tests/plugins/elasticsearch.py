"""The Elasticsearch node of a test run, and an index name of its own for each test.

ELASTICSEARCH_URL names a node of yours. Without it one is started as tests/nodes/elasticsearch.py says, if it was
fetched before or ELASTICSEARCH_FETCH=1 allows it to download 910 MB. All workers share it; the last one stops it.
"""

import os
import secrets
from collections.abc import Callable, Iterator

import pytest
from elasticsearch import Elasticsearch

from catalogue.search.engines.elasticsearch import server
from tests.nodes import elasticsearch as node

# A node that has just started on a busy machine may take seconds over its first searches.
PATIENCE_SECONDS = 60.0


@pytest.fixture(scope="session")
def elasticsearch_node() -> Iterator[str]:
    """The address of a node."""
    given = os.environ.get("ELASTICSEARCH_URL")
    if given:
        yield given.rstrip("/")
        return
    if not node.CACHE.is_dir() and os.environ.get("ELASTICSEARCH_FETCH") != "1":
        pytest.skip("no Elasticsearch node: set ELASTICSEARCH_URL, or run python3 tests/nodes/elasticsearch.py fetch")
    try:
        with node.used() as address:
            yield address
    except node.NodeUnavailable as reason:
        pytest.skip(f"no Elasticsearch node: {reason}")


@pytest.fixture(scope="session")
def new_search_url(elasticsearch_node: str) -> Iterator[Callable[[], str]]:
    """A function that gives a SEARCH_URL with a name nobody else uses; what was built there is removed at the end."""
    usual = server.READ_SECONDS
    server.READ_SECONDS = PATIENCE_SECONDS
    run = f"test-{secrets.token_hex(4)}"
    yield lambda: f"{elasticsearch_node}/{run}-{secrets.token_hex(3)}"
    server.READ_SECONDS = usual
    client = Elasticsearch(elasticsearch_node, request_timeout=PATIENCE_SECONDS)
    # One by one: all their names together are longer than a request line may be.
    for name in client.indices.get(index=f"{run}-*", expand_wildcards="all"):
        client.indices.delete(index=name, ignore_unavailable=True)


@pytest.fixture
def search_url(new_search_url: Callable[[], str]) -> str:
    return new_search_url()
