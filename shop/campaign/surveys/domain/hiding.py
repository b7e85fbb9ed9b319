"""Hide counts so small that somebody could be recognised, and enough others that no subtraction brings them back.

A count from 1 to below the least is hidden. Where a line's sum is shown, a single hidden count would be the sum less
the others: so another one, the smallest, is hidden with it, and more until the hidden ones together reach the least.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def is_small(count: int, least: int) -> bool:
    """Return whether a count must not be shown. None at all is no secret."""
    return 0 < count < least


def hidden_parts(counts: Mapping[Key, int], least: int) -> set[Key]:
    """Return which parts of a whole are hidden. Everybody is in one part, and the whole is shown."""
    return _complete(counts, {key for key, count in counts.items() if is_small(count, least)}, least)


def hidden_choices(counts: Mapping[Key, int], base: int, least: int) -> set[Key]:
    """Return which options are hidden where people choose several: few chose it, or few did not."""
    return {key for key, count in counts.items() if is_small(count, least) or is_small(base - count, least)}


@dataclass(frozen=True)
class Hidden:
    """Cells (row, column) of a table that are hidden, and rows and columns whose sums are."""

    cells: set[tuple[int, int]]
    rows: set[int]
    columns: set[int]


def hidden_table(table: Sequence[Sequence[int]], least: int) -> Hidden:
    """Return what is hidden of a table whose sums are shown. A row with a hidden sum hides all its cells."""
    cells = {(row, column): count for row, line in enumerate(table) for column, count in enumerate(line)}
    sums: tuple[dict[int, int], dict[int, int]] = ({}, {})
    for cell, count in cells.items():
        for axis in (0, 1):
            sums[axis][cell[axis]] = sums[axis].get(cell[axis], 0) + count
    rows, columns = (hidden_parts(totals, least) for totals in sums)
    hidden = {cell for cell, count in cells.items() if is_small(count, least) or cell[0] in rows or cell[1] in columns}
    lines = [[cell for cell in cells if cell[axis] == place] for axis in (0, 1) for place in sums[axis]]
    before = -1
    while before != len(hidden):
        before = len(hidden)
        for line in lines:
            counts = {cell: cells[cell] for cell in line}
            hidden |= _complete(counts, hidden & set(line), least)
    return Hidden(hidden, rows, columns)


def _complete(counts: Mapping[Key, int], hidden: set[Key], least: int) -> set[Key]:
    found = set(hidden)
    while found and (len(found) == 1 or sum(counts[key] for key in found) < least):
        left = [key for key in counts if key not in found]
        filled = [key for key in left if counts[key]] or left
        if not filled:
            break
        found.add(min(filled, key=lambda key: counts[key]))
    return found
