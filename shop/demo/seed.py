"""Invented values that are the same on every machine: a generator per subject, never a shared one."""

from __future__ import annotations

import datetime
import random

SEED = "cho-phien"


def rng(*subject: object) -> random.Random:
    """Return the generator of a subject, so that adding a row changes no other row."""
    return random.Random(":".join([SEED, *map(str, subject)]))


def day_between(first: datetime.date, last: datetime.date, *subject: object) -> datetime.date:
    """Return an invented day from first to last, both included; `first` when last is before it."""
    return first + datetime.timedelta(days=rng(*subject).randint(0, max(0, (last - first).days)))
