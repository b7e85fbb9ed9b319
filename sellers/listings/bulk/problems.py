"""What is wrong with a cell, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Problem:
    """column: heading as in the template. wrong and mend: sentences. is_error: the row cannot be imported."""

    column: str
    wrong: str
    mend: str
    is_error: bool = True

    def as_json(self) -> dict[str, str | bool]:
        return {"column": self.column, "wrong": self.wrong, "mend": self.mend, "is_error": self.is_error}


class FileRefused(Exception):
    """A file cannot be taken; the message is a Vietnamese sentence that says what to do."""
