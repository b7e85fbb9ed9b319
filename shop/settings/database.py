"""Which PostgreSQL: a server named by DATABASE_URL, or the embedded one under DATA_DIR."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

DATABASE_NAME = "chophien"


def database(url: str, data_dir: Path, *, folder: str = "postgres", durable: bool = True) -> dict[str, Any]:
    """Return Django's DATABASES entry. An empty url starts (or joins) the embedded server."""
    settings = _from_url(url) if url else _embedded(data_dir / folder, durable)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        **settings,
    }


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def _embedded(folder: Path, durable: bool) -> dict[str, Any]:
    from shop.settings.embedded_postgres import socket_directory

    return {"NAME": DATABASE_NAME, "USER": "postgres", "HOST": str(socket_directory(folder, durable=durable))}
