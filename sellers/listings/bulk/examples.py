"""The example row of each kind's template, read from data/examples.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from sellers.listings.bulk.columns import columns_of, detail_column
from sellers.listings.kinds import Kind

SOURCE = Path(__file__).parent / "data" / "examples.toml"


def example_of(kind: Kind) -> dict[str, str]:
    """Return cells by field for the columns of a kind; the details of a kind stand under their shared columns."""
    typed = {**_examples()["common"], **_examples().get(kind.code, {})}
    details = typed.pop("details", {})
    cells = {**typed, **{detail_column(f"details.{code}").field: text for code, text in details.items()}}
    return {column.field: cells[column.field] for column in columns_of(kind) if column.field in cells}


@cache
def _examples() -> dict[str, dict]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))
