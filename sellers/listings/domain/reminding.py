"""Tell administrators of take-down requests whose 24 hours end soon, each once."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.listings.models import TakeDownRequest, TakeDownState
from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.communication.sending import tell

BEFORE = datetime.timedelta(hours=6)


@transaction.atomic
def remind_of_take_downs(*, at: datetime.datetime) -> int:
    """Tell every administrator of the open requests due within BEFORE or overdue; return how many requests.

    Safe to run again: a person is told once of a request, at night too. One recorded late is told of at once.
    """
    due = TakeDownRequest.objects.filter(state=TakeDownState.OPEN, due_at__lte=at + BEFORE).select_related("listing")
    requests = list(due)
    phones = _administrators() if requests else []
    for request in requests:
        for phone in phones:
            tell(
                key=f"take-down-due:{request.pk}:{phone}",
                recipient=phone,
                template="take_down_due",
                context={"take_down": request, "listing": request.listing},
                is_urgent=True,
                at=at,
            )
    return len(requests)


def _administrators() -> list[str]:
    rows = User.objects.filter(is_active=True, grants__role=Role.ADMINISTRATOR)
    return sorted({user.phone for user in rows if user.phone})
