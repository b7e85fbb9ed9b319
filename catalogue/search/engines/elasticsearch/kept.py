"""Something costly that is derived from the whole index, so it may be some minutes behind it."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    def __init__(self, derive: Callable[[], T], *, for_seconds: float) -> None:
        self._derive = derive
        self._for_seconds = for_seconds
        self._lock = threading.Lock()
        self._value: T | None = None
        self._until = 0.0

    def forget(self) -> None:
        self._value = None

    def get(self) -> T:
        """Return the value; only the first caller waits for it, later ones go on with the old while one renews it."""
        value = self._value
        if value is not None and time.monotonic() < self._until:
            return value
        if not self._lock.acquire(blocking=value is None):
            return value  # type: ignore[return-value]  # not None: then the lock is waited for
        try:
            if self._value is None or time.monotonic() >= self._until:
                self._value = self._derive()
                self._until = time.monotonic() + self._for_seconds
            return self._value
        finally:
            self._lock.release()
