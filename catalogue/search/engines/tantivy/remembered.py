"""Something costly that is derived from the whole index, so it may be some seconds behind it."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from catalogue.search.engines.tantivy.reader import Generation

T = TypeVar("T")


class Remembered(Generic[T]):
    def __init__(self, derive: Callable[[Generation], T], *, for_seconds: float) -> None:
        self._derive = derive
        self._for_seconds = for_seconds
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._value: T | None = None
        self._number = -1
        self._until = 0.0

    def get(self, generation: Generation) -> T:
        """Return the value of this generation, or of one at most for_seconds older."""
        with self._lock:
            fresh = generation.number == self._number or time.monotonic() < self._until
            if self._value is None or not fresh:
                self._value = self._derive(generation)
                self._number = generation.number
                self._until = time.monotonic() + self._for_seconds
            return self._value
