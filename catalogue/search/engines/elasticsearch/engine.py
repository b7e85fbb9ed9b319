"""The Engine contract on Elasticsearch."""

import random
import time
from collections.abc import Iterable, Iterator
from typing import Any

from catalogue.search.engines.elasticsearch import writing
from catalogue.search.engines.elasticsearch.indices import SERVING, Indices, built_at
from catalogue.search.engines.elasticsearch.kept import Kept
from catalogue.search.engines.elasticsearch.searching import Search, read_vocabularies
from catalogue.search.engines.elasticsearch.server import Server
from catalogue.search.engines.elasticsearch.statistics import Statistics
from catalogue.search.engines.elasticsearch.suggesting import read_places, suggest
from catalogue.search.engines.elasticsearch.writing import Operation
from catalogue.search.protocol import (
    IndexStats,
    ProductDocument,
    Progress,
    RebuildIncomplete,
    SearchQuery,
    SearchResult,
    SearchUnavailable,
    Suggestions,
)

PROGRESS_EVERY = 500
SAMPLES = 200
IDS_AT_ONCE = 10_000


class ElasticsearchEngine:
    def __init__(self, address: str) -> None:
        self.server = Server(address)
        self.indices = Indices(self.server)
        self.statistics = Statistics(self.server, self.indices.current)
        self.vocabularies = Kept(
            lambda: read_vocabularies(self.server, self.indices.current, self.statistics), for_seconds=300
        )
        self.places = Kept(lambda: read_places(self.server, self.indices.current), for_seconds=60)

    def index(self, documents: Iterable[ProductDocument]) -> set[int]:
        """Raises SearchUnavailable when there is no index to add to, WriteRefused when it does not take a document."""
        return self._write([writing.put(document) for document in documents])

    def delete(self, ids: Iterable[int], version: int = 0) -> set[int]:
        return self._write([writing.remove(product_id, version) for product_id in ids])

    def rebuild(self, documents: Iterator[ProductDocument], progress: Progress | None = None) -> int:
        """Returns how many products the new index holds.

        What index() and delete() do meanwhile is written to it too. One at a time: the caller sees to that.
        Raises RebuildIncomplete when the count or a sample is wrong.
        """
        with self.server.translated(), self.indices.new() as name:
            loading = Loading(documents, progress)
            writing.write(self.server.writer(), name, loading.operations())
            self.server.writer().indices.put_settings(index=name, settings=SERVING)
            self.server.writer().indices.refresh(index=name)
            self._examine(name, loading)
            self.indices.serve(name)
        self.refresh()
        if progress:
            progress(loading.done)
        return loading.done

    def roll_back(self) -> None:
        with self.server.translated():
            self.indices.go_back()
        self.refresh()

    def search(self, query: SearchQuery) -> SearchResult:
        started = time.perf_counter()
        result = Search(self.server, self.indices.current, self.statistics, self.vocabularies.get).run(query)
        result.took_ms = (time.perf_counter() - started) * 1000
        return result

    def suggest(self, text: str, limit: int = 8) -> Suggestions:
        return suggest(self.server, self.indices.current, self.places.get(), text, limit)

    def stats(self) -> IndexStats:
        with self.server.reading() as client:
            total = client.count(index=self.indices.current)["count"]
            name, previous = self.indices.serving(), self.indices.kept()
        if name is None:
            raise SearchUnavailable(f"no index {self.indices.current}: run manage.py search rebuild")
        return IndexStats(documents=total, path=name, built_at=built_at(name), previous=previous)

    def digests(self) -> dict[int, int]:
        found: dict[int, int] = {}
        body: dict[str, Any] = {"size": IDS_AT_ONCE, "sort": [{"id": "asc"}], "_source": False}
        body |= {"docvalue_fields": ["digest"], "track_total_hits": False}
        after: dict[str, Any] = {}
        while True:
            (answer,) = self.server.searched(self.indices.current, [body | after])
            hits = answer["hits"]["hits"]
            if not hits:
                return found
            found |= {int(hit["_id"]): hit["fields"]["digest"][0] for hit in hits}
            after = {"search_after": hits[-1]["sort"]}

    def refresh(self) -> None:
        """Let the next search in this process see everything written so far."""
        self.server.try_again()
        self.statistics.forget()
        self.vocabularies.forget()
        self.places.forget()
        with self.server.translated():
            self.server.writer().indices.refresh(index=self.indices.current)

    def _write(self, operations: list[Operation]) -> set[int]:
        """Write to the index that serves, and to the one being built if there is one: either may serve in a moment."""
        if not operations:
            return set()
        with self.server.translated():
            serving, building = self.indices.serving(), self.indices.being_built()
            if serving is None:
                raise SearchUnavailable(f"no index {self.indices.current}: run manage.py search rebuild")
            if building:
                writing.write(self.server.writer(), building, operations)
            return writing.write(self.server.writer(), serving, operations)

    def _examine(self, name: str, loading: "Loading") -> None:
        """Compare how many goods the new index holds, and some of them, with what was written to it."""
        client = self.server.writer()
        held = client.count(index=name)["count"]
        deleted = client.indices.stats(index=name, metric="indexing")["indices"][name]["primaries"]["indexing"]
        least = loading.done - deleted["delete_total"]
        if held < least:
            raise RebuildIncomplete(f"{loading.done} products written, {held} in the index")
        if not loading.samples or deleted["delete_total"]:
            return
        found = client.mget(index=name, ids=[str(product_id) for product_id in loading.samples], source=False)
        lost = [answer["_id"] for answer in found["docs"] if not answer["found"]]
        if lost:
            raise RebuildIncomplete(f"products {', '.join(lost)} written but not in the index")


class Loading:
    """Documents on their way into a new index: how many so far, and the ids of some of them taken at random."""

    def __init__(self, documents: Iterator[ProductDocument], progress: Progress | None) -> None:
        self._documents = documents
        self._progress = progress
        self.done = 0
        self.samples: list[int] = []

    def operations(self) -> Iterator[Operation]:
        for document in self._documents:
            self._sample(document.id)
            yield writing.put(document)
            self.done += 1
            if self._progress and self.done % PROGRESS_EVERY == 0:
                self._progress(self.done)

    def _sample(self, product_id: int) -> None:
        if len(self.samples) < SAMPLES:
            self.samples.append(product_id)
        elif (place := random.randrange(self.done + 1)) < SAMPLES:
            self.samples[place] = product_id
