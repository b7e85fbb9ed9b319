"""Bringing documents into one index or two: bulk requests, newer versions winning whatever comes first."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any

from elasticsearch import Elasticsearch

from catalogue.search.engines.elasticsearch import goods
from catalogue.search.protocol import ProductDocument, SearchUnavailable

AT_ONCE = 500
# Refused because the index holds the good with a higher version.
NEWER = 409
TRY_AGAIN = {404, 429, 503}

Operation = list[dict[str, Any]]


class WriteRefused(Exception):
    """The server did not take a document; the message names it and says why."""


def put(product: ProductDocument) -> Operation:
    return [{"index": _target(product.id, product.version)}, goods.source(product)]


def remove(product_id: int, version: int) -> Operation:
    return [{"delete": _target(product_id, version)}]


def _target(product_id: int, version: int) -> dict[str, Any]:
    return {"_id": str(product_id), "version": version, "version_type": "external_gte"}


def write(client: Elasticsearch, index: str, operations: Iterable[Operation]) -> set[int]:
    """Return the ids that the index holds with a higher version.

    index: its own name, not an alias: a delete to an alias that is just being removed would make an index of it.
    The next batch is made ready while the server works on the one before.
    Raises WriteRefused, and SearchUnavailable when the server is too busy or the index is gone.
    """
    newer: set[int] = set()
    with ThreadPoolExecutor(max_workers=1) as sender:
        sent: Future[set[int]] | None = None
        for some in _batches(operations):
            if sent:
                newer |= sent.result()
            sent = sender.submit(_send, client, index, some)
        return newer | sent.result() if sent else newer


def _send(client: Elasticsearch, index: str, operations: list[Operation]) -> set[int]:
    newer: set[int] = set()
    lines = [line for operation in operations for line in operation]
    for item in client.bulk(index=index, operations=lines)["items"]:
        (result,) = item.values()
        if result["status"] == NEWER:
            newer.add(int(result["_id"]))
        elif "error" in result:
            _raise(index, result)
    return newer


def _batches(operations: Iterable[Operation]) -> Iterator[list[Operation]]:
    remaining = iter(operations)
    while some := list(islice(remaining, AT_ONCE)):
        yield some


def _raise(index: str, result: dict[str, Any]) -> None:
    error = result["error"]
    if result["status"] in TRY_AGAIN:
        raise SearchUnavailable(f"{index}: {error['reason']}")
    raise WriteRefused(f"product {result['_id']}: {error['type']}: {error['reason']}")
