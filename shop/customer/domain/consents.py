"""Giving and withdrawing consent, one purpose at a time."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.db import transaction

from shop.accounts.models import User
from shop.customer.models import Consent, Purpose


@transaction.atomic
def set_consents(*, user: User, agreed: Collection[str], at: datetime.datetime) -> None:
    """Let exactly the agreed purposes stand from now on; what stood before keeps its times."""
    User.objects.select_for_update().get(pk=user.pk)
    standing = set(living_purposes(user))
    Consent.objects.filter(user=user, withdrawn_at=None).exclude(purpose__in=agreed).update(withdrawn_at=at)
    Consent.objects.bulk_create(
        Consent(user=user, purpose=purpose, given_at=at)
        for purpose in Purpose.values
        if purpose in agreed and purpose not in standing
    )


def living_purposes(user: User) -> list[str]:
    """Return the purposes agreed to now."""
    return list(Consent.objects.filter(user=user, withdrawn_at=None).values_list("purpose", flat=True))
