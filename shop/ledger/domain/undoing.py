"""Take back what was written down wrongly."""

from __future__ import annotations

import datetime
from typing import Any, TypeVar

from django.db import transaction

from shop.ledger.domain.posting import reverse
from shop.ledger.models import Transaction
from shop.ledger.reversible import Reversible

Row = TypeVar("Row", bound=Reversible)


class TakenBack(Exception):
    """The row was taken back before."""


@transaction.atomic
def undo(*, row: Row, business_key: str, reason: str, by: Any, at: datetime.datetime) -> Row:
    """Mark a row as taken back and book the opposite of its transaction, as of now, whatever month that stands in.

    business_key: of the transaction. by: a user. The caller writes the trail. Returns the locked row; raises TakenBack.
    """
    locked = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.reversed_at:
        raise TakenBack(str(row))
    locked.reversed_at, locked.reversed_by, locked.reversed_reason = at, by, reason[:200]
    locked.save(update_fields=["reversed_at", "reversed_by", "reversed_reason"])
    booked = Transaction.objects.get(business_key=business_key)
    reverse(transaction=booked, business_key=f"{business_key}:undone", occurred_at=at)
    return locked
