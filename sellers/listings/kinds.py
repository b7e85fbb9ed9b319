"""Kinds of goods and what each of them is asked for, read from data/kinds.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parent / "data" / "kinds.toml"
LABEL_FIELDS = ("ingredients", "shelf_life_days", "storage", "usage", "warning", "gtin", "origin_evidence")
LONGEST_DETAIL = 200


@dataclass(frozen=True, kw_only=True)
class Detail:
    """One further fact of a kind of goods. number: whole, at most `most`, in `unit`; choices: one of them."""

    code: str
    label: str
    hint: str = ""
    unit: str = ""
    number: bool = False
    most: int = 0
    choices: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of goods. categories: beginnings of OCOP codes; label, needed: names of Content's label fields."""

    code: str
    name: str
    hint: str
    categories: tuple[str, ...]
    label: frozenset[str]
    needed: frozenset[str]
    details: tuple[Detail, ...]
    evidence: bool = False
    needs_lot: bool = False
    weight_g: int | None = None

    def takes(self, category_code: str) -> bool:
        """Return whether a category of this OCOP code is of this kind, if no kind before it is."""
        return any(is_below(category_code, above) for above in self.categories)


@cache
def kinds() -> tuple[Kind, ...]:
    """Return every kind, in the order of the file: narrower ones stand before wider ones."""
    read = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return tuple(_kind(row) for row in read["kinds"])


def in_order() -> list[Kind]:
    """Return every kind in the order of the official tree, as people choose them."""
    return sorted(kinds(), key=lambda kind: (kind.categories[0] == "HV", kind.categories))


def kind_of_category(category_code: str | None) -> Kind | None:
    """Return the kind of goods that stand in a category of this OCOP code, such as I.4b."""
    return next((kind for kind in kinds() if category_code and kind.takes(category_code)), None)


def kind_named(code: str) -> Kind | None:
    return next((kind for kind in kinds() if kind.code == code), None)


@cache
def details_by_code() -> dict[str, Detail]:
    """Return every detail that some kind asks for; the first with a code names it."""
    found: dict[str, Detail] = {}
    for kind in kinds():
        for detail in kind.details:
            found.setdefault(detail.code, detail)
    return found


def shown_details(values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return label and value of the known details, in the order of the file, with their units."""
    known = details_by_code()
    return [
        (detail.label, f"{values[code]} {detail.unit}".strip()) for code, detail in known.items() if values.get(code)
    ]


def is_below(code: str, above: str) -> bool:
    """Return whether an OCOP code stands at or below another: I.4b below I.4 below I, II.1 not below I."""
    rest = code.removeprefix(above)
    return code.startswith(above) and (not rest or (not rest[0].isupper() and not rest[0].isdigit()))


def _kind(row: dict[str, Any]) -> Kind:
    details = tuple(Detail(**{**detail, "choices": tuple(detail.get("choices", ()))}) for detail in row["details"])
    sets = {name: frozenset(row[name]) for name in ("label", "needed")}
    return Kind(**{**row, **sets, "categories": tuple(row["categories"]), "details": details})
