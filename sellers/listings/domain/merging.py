"""Two write into one draft at once, a person on a page and an import: each keeps what only he changed.

A page carries a short mark of every field as it showed them. What the person left as shown, and somebody else changed
meanwhile, stays as the other wrote it; what both changed is the person's, and the person is told.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from sellers.listings.content import TRADE, Content

NAMES = tuple(item.name for item in fields(Content) if item.name not in TRADE)


@dataclass(frozen=True, kw_only=True)
class Merged:
    """typed: what is to be saved. both: names that somebody else changed as well, the person's being kept."""

    typed: dict[str, Any]
    both: list[str]


def marks_of(content: Mapping[str, Any]) -> str:
    """Return the marks of a content, to be carried by a page: "name:1f3a usage:…"."""
    return " ".join(f"{name}:{_mark(name, content)}" for name in NAMES)


def merge(*, typed: Mapping[str, Any], current: Mapping[str, Any], marks: str) -> Merged:
    """Return what to save of a page that showed `marks` when the draft holds `current` by now.

    Without marks, or with unreadable ones, everything typed is saved.
    """
    seen, kept, both = _read(marks), dict(typed), []
    for name in typed:
        mine, now = _mark(name, typed), _mark(name, current)
        if name not in seen or seen[name] == now or mine == now:
            continue
        if mine == seen[name]:
            del kept[name]
        else:
            both.append(name)
    return Merged(typed=kept, both=both)


def next_marks(*, typed: Mapping[str, Any], current: Mapping[str, Any], marks: str) -> str:
    """Return the marks of a page that was saved while it stays open: a field that shows an older text keeps its own."""
    seen = _read(marks)
    fresh = {name: _mark(name, current) for name in NAMES}
    for name in typed.keys() & seen.keys() & fresh.keys():
        if _mark(name, typed) != fresh[name]:
            fresh[name] = seen[name]
    return " ".join(f"{name}:{mark}" for name, mark in fresh.items())


def _read(marks: str) -> dict[str, str]:
    pairs = (mark.partition(":") for mark in marks.split())
    return {name: mark for name, colon, mark in pairs if colon}


def _mark(name: str, content: Mapping[str, Any]) -> str:
    """Return four bytes over a field as it is kept, or over the raw text where it cannot be read."""
    if name not in content:
        return ""
    value = Content.read({name: content[name]}).as_json().get(name)
    if value is None:
        value = str(content[name] if content[name] not in (None, [], {}) else "").strip()
    if not value:
        return ""
    written = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:8]
