"""Local memory that counts sign-in attempts for all processes together.

Without Redis every process has a memory of its own, so that limits would grow with the number of processes and a
used authenticator code could be used again in another one. Those few keys are kept in PostgreSQL instead.
"""

from __future__ import annotations

from typing import Any

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache

SHARED = ("allauth:", "allauth.")


def is_shared(key: str) -> bool:
    """Return whether all processes must see the same value."""
    return key.startswith(SHARED)


class ProcessCache(LocMemCache):
    """Memory of this process, but the shared keys in the cache named "shared"."""

    def add(self, key: str, value: Any, *args: Any, **kwargs: Any) -> bool:
        return (
            caches["shared"].add(key, value, *args, **kwargs)
            if is_shared(key)
            else super().add(key, value, *args, **kwargs)
        )

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        return caches["shared"].get(key, *args, **kwargs) if is_shared(key) else super().get(key, *args, **kwargs)

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        if is_shared(key):
            caches["shared"].set(key, value, *args, **kwargs)
        else:
            super().set(key, value, *args, **kwargs)

    def delete(self, key: str, *args: Any, **kwargs: Any) -> bool:
        if is_shared(key):
            return caches["shared"].delete(key, *args, **kwargs)
        return super().delete(key, *args, **kwargs)
