"""What came of an act, and the word of whoever settles one."""

from __future__ import annotations

from dataclasses import dataclass

from shop.accounts.models import User
from shop.fulfilment.models import ActOutcome, HandOver
from shop.order.models import Order


@dataclass(frozen=True)
class Result:
    """What came of an act. cause: a word for programs; told: a sentence for people."""

    outcome: ActOutcome
    cause: str = ""
    told: str = ""
    order: Order | None = None
    hand_over: HandOver | None = None


@dataclass(frozen=True)
class Word:
    """What a person of the back office decided when settling. as_due: the cash is taken to be what was due."""

    actor: User
    as_due: bool = False
