"""One open index per process, looked at again at most once a second."""

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import tantivy

from catalogue.search.engines.tantivy.folder import Folder
from catalogue.search.protocol import SearchUnavailable

LOOK_AGAIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of the index as this process sees it."""

    number: int
    searcher: tantivy.Searcher
    path: Path


class Reader:
    """Safe between threads; opens the index anew in a forked process."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._reset()

    def _reset(self) -> None:
        self._pid = os.getpid()
        self._lock = threading.Lock()
        self._index: tantivy.Index | None = None
        self._generation: Generation | None = None
        self._seen: tuple[Path, int, int] | None = None
        self._look_at = 0.0

    def generation(self) -> Generation:
        """Return the newest state seen within the last second.

        Raises SearchUnavailable when there is no index or it cannot be read.
        """
        if self._pid != os.getpid():
            self._reset()
        generation = self._generation
        if generation is None or time.monotonic() >= self._look_at:
            # Only one thread looks; the others go on with what they have.
            if self._lock.acquire(blocking=generation is None):
                try:
                    self._look()
                finally:
                    self._lock.release()
            generation = self._generation
        if generation is None:
            raise SearchUnavailable("the index is being opened")
        return generation

    def look_now(self) -> None:
        """Let the next search see everything written before this call."""
        self._look_at = 0.0

    def _look(self) -> None:
        try:
            path = self.folder.current()
            meta = (path / "meta.json").stat()
            seen = (path, meta.st_mtime_ns, meta.st_ino)
            if seen != self._seen:
                self._open(path)
                self._seen = seen
        except (OSError, ValueError) as error:
            self._generation = None
            raise SearchUnavailable(str(error)) from error
        self._look_at = time.monotonic() + LOOK_AGAIN_SECONDS

    def _open(self, path: Path) -> None:
        if self._index is None or self._generation is None or self._generation.path != path:
            self._index = tantivy.Index.open(str(path))
            self._index.config_reader(reload_policy="manual")
        self._index.reload()
        number = self._generation.number + 1 if self._generation else 1
        self._generation = Generation(number, self._index.searcher(), path)
