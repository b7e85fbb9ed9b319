"""Say why stock is about to change; the database writes it into the history beside the numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

SETTING = "market.stock_why"


@contextmanager
def because(kind: str, *, reference: str = "", note: str = "", actor_id: int | None = None) -> Iterator[None]:
    """Let changes of stock inside this block carry a reason. Only inside a transaction: the setting ends with it."""
    _say(why(kind, reference=reference, note=note, actor_id=actor_id))
    yield
    forget_why()


def why(kind: str, *, reference: str = "", note: str = "", actor_id: int | None = None) -> str:
    """Return the reason as the database reads it, for statements that set it themselves."""
    return json.dumps({"kind": kind, "reference": reference[:40], "note": note[:200], "actor": actor_id})


def forget_why() -> None:
    """What comes next in this transaction has another reason."""
    _say("")


def _say(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, text])
