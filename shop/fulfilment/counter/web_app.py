"""What the counter's app is made of: the files its service worker keeps, and their version."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.templatetags.static import static

MODULES = ("app.js", "limit.js", "proof.js", "screen.js", "state.js", "store.js", "sync.js", "text.js")
FILES = (
    "css/app.css",
    "fonts/be-vietnam-pro-600.woff2",
    "fonts/be-vietnam-pro-800.woff2",
    "img/icons.svg",
    "img/logo-mark.svg",
    "js/scan.js",
)
SHARED = ("device_store.js",)
SHELL = ("counter/app.html", "counter/app_templates.html", "counter/may-chay.js")


def module(name: str) -> str:
    """Return the address of a module. Its plain name: modules import each other by it, and the worker keeps them."""
    return f"{settings.STATIC_URL}js/counter/{name}"


def assets() -> list[str]:
    """Return the addresses of every file the app needs."""
    shared = [f"{settings.STATIC_URL}js/{name}" for name in SHARED]
    return [*(static(name) for name in FILES), *(module(name) for name in MODULES), *shared]


@functools.cache
def version() -> str:
    """Return a name that changes with any file of the app; read once per process."""
    digest = hashlib.sha256()
    modules = (*(f"js/counter/{name}" for name in MODULES), *(f"js/{name}" for name in SHARED))
    for name in (*FILES, *modules):
        digest.update(Path(str(finders.find(name))).read_bytes())
    for name in SHELL:
        digest.update(Path(get_template(name).origin.name).read_bytes())
    return digest.hexdigest()[:16]
