"""What the interviewer's page is made of: the files its service worker keeps, and their version."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

MODULES = (
    "counter/text.js",
    "device_store.js",
    "survey/app.js",
    "survey/branch.js",
    "survey/store.js",
    "survey/sync.js",
)
FILES = (
    "css/app.css",
    "fonts/be-vietnam-pro-600.woff2",
    "fonts/be-vietnam-pro-800.woff2",
    "img/icons.svg",
    "img/logo-mark.svg",
)


def module(name: str) -> str:
    """Return the address of a module. Its plain name: modules import each other by it, and the worker keeps them."""
    return f"{settings.STATIC_URL}js/{name}"


def assets() -> list[str]:
    """Return the addresses of every file the page needs."""
    return [*(static(name) for name in FILES), *(module(name) for name in MODULES)]


@functools.cache
def version() -> str:
    """Return a name that changes with any file; read once per process."""
    digest = hashlib.sha256()
    for name in (*FILES, *(f"js/{name}" for name in MODULES)):
        digest.update(Path(str(finders.find(name))).read_bytes())
    return digest.hexdigest()[:16]
