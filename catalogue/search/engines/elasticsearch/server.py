"""Talking to the server: one client per process, and its errors in the words of the protocol."""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch

from catalogue.search.protocol import SearchUnavailable

DEFAULT_NAME = "chophien"
READ_SECONDS = 3.0
WRITE_SECONDS = 60.0
# After a failure a process answers without the server for this long, so that pages do not queue up behind time-outs.
LEAVE_ALONE_SECONDS = 2.0
NO_INDEX = "if it has no index: manage.py search rebuild"
NOT_NOW = {401, 403, 404, 408, 429, 500, 502, 503, 504}


class SearchRefused(Exception):
    """The server did not understand a search: a mistake of ours."""


class Server:
    """address: http(s)://[user:password@]host:port[/name]; the indexes are called by name, chophien if left out."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.name = parts.path.strip("/").lower() or DEFAULT_NAME
        self._address = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        self._lock = threading.Lock()
        self._client: Elasticsearch | None = None
        self._pid = 0
        self._alone_until = 0.0

    def client(self) -> Elasticsearch:
        """A forked process makes its own: connections cannot be shared."""
        with self._lock:
            if self._client is None or self._pid != os.getpid():
                self._client = Elasticsearch(self._address, max_retries=0, request_timeout=READ_SECONDS)
                self._pid = os.getpid()
            return self._client

    def writer(self) -> Elasticsearch:
        return self.client().options(request_timeout=WRITE_SECONDS)

    @contextmanager
    def reading(self) -> Iterator[Elasticsearch]:
        """Raises SearchUnavailable when the server does not answer or has no index, and for a moment after that."""
        if time.monotonic() < self._alone_until:
            raise SearchUnavailable("the search server did not answer a moment ago")
        with self.translated():
            yield self.client()

    def searched(self, alias: str, bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the answers to several searches made in one request."""
        lines: list[dict[str, Any]] = [line for body in bodies for line in ({}, body)]
        with self.reading() as client:
            answers: list[dict[str, Any]] = client.msearch(index=alias, searches=lines)["responses"]
        for answer in answers:
            if "error" in answer:
                self._refused(answer)
        return answers

    def _refused(self, answer: dict[str, Any]) -> None:
        if answer["status"] in NOT_NOW:
            raise SearchUnavailable(f"{answer['error']['reason']}; {NO_INDEX}")
        raise SearchRefused(json.dumps(answer["error"]))

    def try_again(self) -> None:
        self._alone_until = 0.0

    @contextmanager
    def translated(self) -> Iterator[None]:
        try:
            yield
        except TransportError as error:
            self._alone_until = time.monotonic() + LEAVE_ALONE_SECONDS
            raise SearchUnavailable(f"{self._host()}: {error}") from error
        except ApiError as error:
            if error.status_code not in NOT_NOW:
                raise
            raise SearchUnavailable(f"{self._host()}: {error}; {NO_INDEX}") from error

    def _host(self) -> str:
        return urlsplit(self._address).hostname or ""
