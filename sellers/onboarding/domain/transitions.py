"""Legal moves of an application. Every move is written by `move` and stands in the trail with from and to."""

from __future__ import annotations

import datetime
from typing import Any

from sellers.onboarding.models import ApplicationState, SellerApplication
from shop.accounts.models import User
from shop.audit.trail import record

S = ApplicationState
FIRST = S.DRAFT
MOVES: dict[ApplicationState, frozenset[ApplicationState]] = {
    S.DRAFT: frozenset({S.SUBMITTED}),
    S.SUBMITTED: frozenset({S.IN_REVIEW}),
    S.IN_REVIEW: frozenset({S.SUBMITTED, S.CHANGES_ASKED, S.APPROVED, S.REJECTED}),
    S.CHANGES_ASKED: frozenset({S.SUBMITTED}),
    S.APPROVED: frozenset(),
    S.REJECTED: frozenset(),
}


class IllegalMove(Exception):
    """The application does not stand so that this could follow."""


def move(
    *,
    application: SellerApplication,
    to: ApplicationState,
    action: str,
    by: User,
    at: datetime.datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Change the state of a locked application; the caller saves it. Raises IllegalMove."""
    before = ApplicationState(application.state)
    if to not in MOVES[before]:
        raise IllegalMove(f"{before} to {to}")
    application.state = to
    path = {"from": before.value, "to": to.value}
    record(actor=by, action=action, subject=application, at=at, reason=reason, details={**path, **(details or {})})
