"""Read the checked-in tables under data/ (see data/README.md)."""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
ART = Path(__file__).parent / "art"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of data/<name>.csv, in file order."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


@cache
def descriptions() -> dict[str, dict[str, str]]:
    """Return template key -> text, ingredients, use, storage and sometimes warning."""
    with (DATA / "descriptions.toml").open("rb") as handle:
        return tomllib.load(handle)
