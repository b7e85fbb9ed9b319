"""The Engine contract on tantivy: writing, rebuilding, and reading through what is open."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import tantivy

from catalogue.search.engines.tantivy.folder import Change, Folder, built_at
from catalogue.search.engines.tantivy.hits import find
from catalogue.search.engines.tantivy.reader import Generation, Reader
from catalogue.search.engines.tantivy.remembered import Remembered
from catalogue.search.engines.tantivy.schema import schema, to_tantivy
from catalogue.search.engines.tantivy.searching import Search, read_vocabularies
from catalogue.search.engines.tantivy.suggesting import read_places, suggest
from catalogue.search.protocol import (
    IndexStats,
    ProductDocument,
    Progress,
    RebuildIncomplete,
    SearchQuery,
    SearchResult,
    Suggestions,
)

UPDATE_MEMORY = 32_000_000
REBUILD_MEMORY = 128_000_000
PROGRESS_EVERY = 500
KEPT_RESULTS = 256


class TantivyEngine:
    def __init__(self, directory: Path) -> None:
        self.folder = Folder(Path(directory))
        self.reader = Reader(self.folder)
        self.vocabularies = Remembered(lambda now: read_vocabularies(now.searcher), for_seconds=60)
        self.places = Remembered(lambda now: read_places(now.searcher), for_seconds=10)
        self._results: OrderedDict[SearchQuery, SearchResult] = OrderedDict()
        self._results_of: Generation | None = None

    def index(self, documents: Iterable[ProductDocument]) -> set[int]:
        """Raises SearchUnavailable when there is no index to add to, IndexLocked after a minute's wait."""
        return self._change(list(documents))

    def delete(self, ids: Iterable[int], version: int = 0) -> set[int]:
        return self._change(list(ids))

    def rebuild(self, documents: Iterator[ProductDocument], progress: Progress | None = None) -> int:
        """Returns how many products the new index holds.

        What index() and delete() do meanwhile is noted and done to the new index before the switch.
        Raises IndexLocked when another rebuild is running, RebuildIncomplete when the count is wrong.
        """
        with self.folder.building() as path:
            index = tantivy.Index(schema(), str(path))
            written = _fill(index, documents, progress)
            with self.folder.writing():
                _apply(index, self.folder.noted())
                self.folder.switch(path)
        self.refresh()
        return written

    def roll_back(self) -> None:
        with self.folder.writing():
            self.folder.go_back()
        self.refresh()

    def search(self, query: SearchQuery) -> SearchResult:
        started = time.perf_counter()
        generation = self.reader.generation()
        if generation is not self._results_of:
            self._results, self._results_of = OrderedDict(), generation
        results = self._results
        result = results.get(query)
        if result is None:
            result = self._search(generation, query)
            results[query] = result
            if len(results) > KEPT_RESULTS:
                results.popitem(last=False)
        return _copy(result, took_ms=(time.perf_counter() - started) * 1000)

    def suggest(self, text: str, limit: int = 8) -> Suggestions:
        generation = self.reader.generation()
        return suggest(generation.searcher, self.places.get(generation), text, limit)

    def stats(self) -> IndexStats:
        generation = self.reader.generation()
        previous = self.folder.previous()
        return IndexStats(
            documents=generation.searcher.num_docs,
            path=str(generation.path),
            built_at=built_at(generation.path),
            previous=str(previous) if previous else None,
        )

    def digests(self) -> dict[int, int]:
        searcher = self.reader.generation().searcher
        found = find(searcher, tantivy.Query.all_query(), max(1, searcher.num_docs), count=False)
        return dict(zip(found.ids(), found.digests(), strict=True))

    def refresh(self) -> None:
        """Let the next search in this process see everything written so far."""
        self.reader.look_now()
        self.vocabularies.forget()
        self.places.forget()

    def forget_results(self) -> None:
        """Answer the next search anew, for measuring."""
        self._results = OrderedDict()

    def _search(self, generation: Generation, query: SearchQuery) -> SearchResult:
        search = Search(generation.searcher, lambda: self.vocabularies.get(generation))
        return search.run(query)

    def _change(self, changes: list[Change]) -> set[int]:
        """What is written last counts: writers take turns, and a rebuild repeats what came while it ran."""
        if not changes:
            return set()
        with self.folder.writing():
            index = tantivy.Index.open(str(self.folder.current()))
            _apply(index, changes, noted=self.folder.note)
        self.reader.look_now()
        return set()


def _fill(
    index: tantivy.Index,
    documents: Iterator[ProductDocument],
    progress: Progress | None,
) -> int:
    writer = index.writer(REBUILD_MEMORY, 2)
    written = 0
    try:
        for document in documents:
            writer.add_document(to_tantivy(document))
            written += 1
            if progress and written % PROGRESS_EVERY == 0:
                progress(written)
        writer.commit()
    finally:
        writer.wait_merging_threads()  # also stops a writer that failed, so that its folder can be removed
    held = count_documents(index)
    if held != written:
        raise RebuildIncomplete(f"{written} products written, {held} in the index")
    if progress:
        progress(written)
    return written


def count_documents(index: tantivy.Index) -> int:
    index.reload()
    return index.searcher().num_docs


def _apply(
    index: tantivy.Index,
    changes: list[Change],
    noted: Callable[[list[Change]], None] | None = None,
) -> None:
    """Readers see the changes as soon as they are committed; tidying up comes after."""
    writer = index.writer(UPDATE_MEMORY, 1)
    for change in changes:
        if isinstance(change, int):
            writer.delete_documents_by_term("id", change)
        else:
            writer.delete_documents_by_term("id", change.id)
            writer.add_document(to_tantivy(change))
    writer.commit()
    if noted:
        noted(changes)
    writer.wait_merging_threads()


def _copy(result: SearchResult, *, took_ms: float) -> SearchResult:
    """Return a result that the caller may change without changing the remembered one."""
    facets = {name: list(counts) for name, counts in result.facets.items()}
    return replace(result, ids=list(result.ids), facets=facets, took_ms=took_ms)
