"""Two rounds of a survey, question by question: what changed, and whether by more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shop.campaign.surveys.domain.results import Table
from shop.campaign.surveys.domain.statistics import Interval, difference


@dataclass(frozen=True)
class Change:
    """One option in both rounds. gap: now − before, in shares; is_clear: its interval leaves zero out."""

    text: str
    now: float
    before: float
    gap: Interval

    @property
    def points(self) -> float:
        """The change in percentage points."""
        return 100 * (self.now - self.before)

    @property
    def is_clear(self) -> bool:
        return self.gap.low > 0 or self.gap.high < 0


@dataclass(frozen=True)
class Compared:
    """One question that both rounds asked."""

    title: str
    changes: list[Change]


def compare(now: Sequence[Table], before: Sequence[Table]) -> list[Compared]:
    """Return what can be compared: same question key and kind, same option key and text, hidden in neither round.

    Who people are (sex, age, commune) is weighted to the population, and no change.
    """
    found = []
    known = {table.key: table for table in before}
    for table in now:
        other = known.get(table.key)
        if other is None or table.role or other.kind != table.kind or table.is_small or other.is_small:
            continue
        lines = {(line.key, line.text): line.share for line in other.lines}
        changes = [
            Change(line.text, line.share, share, difference(line.share, table.n_eff, share, other.n_eff))
            for line in table.lines
            if line.share is not None and (share := lines.get((line.key, line.text))) is not None
        ]
        if changes:
            found.append(Compared(table.title, changes))
    return found
