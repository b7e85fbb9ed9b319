"""Progress lines of the loader: one line when a step starts, one when it is done."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Output(Protocol):
    def write(self, msg: str) -> object: ...


class Progress:
    """Writes what is being loaded. Silent without an output."""

    def __init__(self, out: Output | None = None) -> None:
        self._out = out

    def say(self, line: str) -> None:
        if self._out:
            self._out.write(line)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Announce a step and how long it took."""
        started = time.monotonic()
        self.say(f"  {name} …")
        yield
        self.say(f"  {name}: xong sau {time.monotonic() - started:.1f} giây".replace(".", ","))

    def at(self, name: str, done: int, total: int) -> None:
        """Say how far a long step is."""
        self.say(f"    {name}: {done:,}/{total:,}".replace(",", "."))
