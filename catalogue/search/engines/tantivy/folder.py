"""Where the index lies on disk: one folder per built index, a link to the one in use, locks and a journal.

SEARCH_INDEX_DIR/
  v1-20261123T170501-4f2a/          an index, named by schema version and time
  current -> v1-20261123T170501-…   switched in one step
  previous -> …                     kept for going back
  building -> …                     only while a rebuild runs
  building.journal                  what changed meanwhile
  write.lock  rebuild.lock          held while writing, while rebuilding
"""

import fcntl
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from catalogue.search.engines.tantivy.schema import VERSION
from catalogue.search.protocol import IndexLocked, NoPrevious, ProductDocument, SearchUnavailable

WRITE_PATIENCE_SECONDS = 60.0
STAMP = "%Y%m%dT%H%M%S"

Change = ProductDocument | int  # a product to replace, or the id of one to delete


class Folder:
    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def journal(self) -> Path:
        return self.root / "building.journal"

    def current(self) -> Path:
        """Raises SearchUnavailable when nothing was built yet, or built by another version of the code."""
        path = self._target("current")
        if path is None:
            raise SearchUnavailable(f"no index in {self.root}: run manage.py search rebuild")
        if not _is_readable(path):
            raise SearchUnavailable(f"{path.name} was built for other fields: run manage.py search rebuild")
        return path

    def previous(self) -> Path | None:
        return self._target("previous")

    def _target(self, link: str) -> Path | None:
        try:
            return self.root / os.readlink(self.root / link)
        except FileNotFoundError:
            return None

    def _point(self, link: str, target: Path) -> None:
        fresh = self.root / f".{link}-{secrets.token_hex(4)}"
        fresh.symlink_to(target.name)
        os.replace(fresh, self.root / link)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write. Raises IndexLocked after a minute of waiting."""
        with self._locked("write.lock", patience=WRITE_PATIENCE_SECONDS):
            yield

    @contextmanager
    def building(self) -> Iterator[Path]:
        """Give a new folder to fill; it is removed again if the block fails.

        Raises IndexLocked when another rebuild is running.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        with self._locked("rebuild.lock", patience=0.0):
            stamp = datetime.now(UTC).strftime(STAMP)
            path = self.root / f"v{VERSION}-{stamp}-{secrets.token_hex(3)}"
            path.mkdir()
            with self.writing():
                self.journal.unlink(missing_ok=True)
                self._point("building", path)
            try:
                yield path
            except BaseException:
                shutil.rmtree(path, ignore_errors=True)
                raise
            finally:
                (self.root / "building").unlink(missing_ok=True)
                self.journal.unlink(missing_ok=True)

    def switch(self, path: Path) -> None:
        """Make path the index in use, keep the one before it, remove what is older."""
        before = self._target("current")
        if before is not None and before.exists():
            self._point("previous", before)
        self._point("current", path)
        self._prune()

    def go_back(self) -> None:
        """Exchange the index in use and the one before it. Call while writing. Raises NoPrevious."""
        current, previous = self._target("current"), self.previous()
        if current is None or previous is None or not _is_readable(previous):
            raise NoPrevious(f"no earlier index of these fields in {self.root}")
        self._point("current", previous)
        self._point("previous", current)

    def _prune(self) -> None:
        kept = {self._target("current"), self._target("previous")}
        for path in self.root.glob("v*-*"):
            if path.is_dir() and path not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def note(self, changes: list[Change]) -> None:
        """Keep what is written now for the rebuild that is running, if one is. Call while writing."""
        if self._target("building") is None:
            return
        if not self._is_locked("rebuild.lock"):  # a rebuild that was killed left its link behind
            (self.root / "building").unlink(missing_ok=True)
            return
        with self.journal.open("a", encoding="utf-8") as journal:
            for change in changes:
                journal.write(_dump(change) + "\n")

    def noted(self) -> list[Change]:
        if not self.journal.exists():
            return []
        with self.journal.open(encoding="utf-8") as journal:
            return [_load(line) for line in journal]

    @contextmanager
    def _locked(self, name: str, *, patience: float) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + patience
        with (self.root / name).open("w") as handle:
            while not _try_lock(handle.fileno()):
                if time.monotonic() >= deadline:
                    raise IndexLocked(f"{self.root / name} is held by another process")
                time.sleep(0.02)
            yield

    def _is_locked(self, name: str) -> bool:
        with (self.root / name).open("w") as handle:
            return not _try_lock(handle.fileno())


def _is_readable(path: Path) -> bool:
    return path.name.startswith(f"v{VERSION}-")


def built_at(path: Path) -> datetime:
    """Return when the building of this index began, from the folder's name."""
    return datetime.strptime(path.name.split("-")[1], STAMP).replace(tzinfo=UTC)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _dump(change: Change) -> str:
    if isinstance(change, int):
        return json.dumps(change)
    values = asdict(change)
    values["published_at"] = change.published_at.isoformat() if change.published_at else None
    return json.dumps(values)


def _load(line: str) -> Change:
    values = json.loads(line)
    if isinstance(values, int):
        return values
    if values["published_at"]:
        values["published_at"] = datetime.fromisoformat(values["published_at"])
    return ProductDocument(**values)
