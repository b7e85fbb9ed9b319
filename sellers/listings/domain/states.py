"""Legal moves of a listing. Pure: no database, no clock.

The state is that of the content being written and judged; whether buyers see the good is the product's `is_public`.
So an edit of a live good walks through draft and submitted while the version approved before stays on the shelf.
"""

from __future__ import annotations

from enum import StrEnum

from sellers.listings.models import ListingState

S = ListingState


class Act(StrEnum):
    """What somebody does with a listing; also the name in the audit trail, as listing.<act>."""

    EDIT = "edited"
    SUBMIT = "submitted"
    RECALL = "recalled"
    ASK_CHANGES = "changes_asked"
    APPROVE = "approved"
    REJECT = "rejected"
    WITHDRAW = "withdrawn"
    PUT_BACK = "put_back"
    TAKE_DOWN = "taken_down"
    RESTORE = "restored"


MOVES: dict[Act, dict[ListingState, ListingState]] = {
    Act.EDIT: {
        S.DRAFT: S.DRAFT,
        S.CHANGES_ASKED: S.CHANGES_ASKED,
        S.PUBLISHED: S.DRAFT,
        S.REJECTED: S.DRAFT,
        S.WITHDRAWN: S.DRAFT,
    },
    Act.SUBMIT: {S.DRAFT: S.SUBMITTED, S.CHANGES_ASKED: S.SUBMITTED},
    Act.RECALL: {S.SUBMITTED: S.DRAFT},
    Act.ASK_CHANGES: {S.SUBMITTED: S.CHANGES_ASKED},
    Act.APPROVE: {S.SUBMITTED: S.PUBLISHED},
    Act.REJECT: {S.SUBMITTED: S.REJECTED},
    Act.WITHDRAW: {state: S.WITHDRAWN for state in S if state != S.WITHDRAWN},
    Act.PUT_BACK: {S.WITHDRAWN: S.PUBLISHED},
    Act.TAKE_DOWN: dict.fromkeys(S, S.REJECTED),
    Act.RESTORE: {S.REJECTED: S.PUBLISHED},
}


class IllegalMove(Exception):
    """The act does not fit the state; somebody else was probably faster."""

    def __init__(self, state: str, act: Act) -> None:
        super().__init__(f"{act} from {state}")
        self.state = ListingState(state)
        self.act = act


def after(state: str, act: Act) -> ListingState:
    """Return the state after an act. Raises IllegalMove."""
    try:
        return MOVES[act][ListingState(state)]
    except KeyError:
        raise IllegalMove(state, act) from None


def allows(state: str, act: Act) -> bool:
    return ListingState(state) in MOVES[act]
