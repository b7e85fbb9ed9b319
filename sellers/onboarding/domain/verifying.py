"""Ask the configured provider about an application and keep its answer for the reviewer."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.onboarding.domain.identity import identity_of
from sellers.onboarding.domain.judging import follow_identity_check
from sellers.onboarding.identity_check.base import Claim, provider
from sellers.onboarding.models import IdentityCheck, SellerApplication


def verify(*, application_id: int, at: datetime.datetime) -> IdentityCheck | None:
    """Check once and write the answer down; None without provider, number or a waiting application.

    The requirement it answers is ticked, or failed with the reason. The provider is another machine, so it is asked
    outside any transaction. A second run is a second row. An answer that comes after the decision changes nothing.
    """
    application = SellerApplication.objects.select_related("commune__province").get(pk=application_id)
    service, identity = provider(), identity_of(application)
    if service is None or identity is None or not application.is_waiting:
        return None
    commune = application.commune
    answer = service.check(
        Claim(
            full_name=application.representative,
            born_on=identity.born_on,
            number=identity.number,
            legal_type=application.legal_type,
            organisation=application.name,
            address=f"{application.address_line}, {commune.name}, {commune.province.name}" if commune else "",
            tax_code=application.tax_code,
        )
    )
    with transaction.atomic():
        waiting = SellerApplication.objects.select_for_update(of=("self",)).get(pk=application_id)
        check = IdentityCheck.objects.create(
            application=waiting,
            provider=service.name,
            outcome=answer.outcome,
            reference=answer.reference[:80],
            note=answer.note[:300],
            checked_at=at,
        )
        if waiting.is_waiting:
            follow_identity_check(check=check, at=at)
    return check
