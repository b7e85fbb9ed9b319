"""Which run brings goods to a market session."""

from __future__ import annotations

from django.db import transaction

from shop.campaign.fairs.models import MarketSession
from shop.shipping.models import Run


@transaction.atomic
def serve(*, run: Run, session: MarketSession | None) -> None:
    """Let a run serve one session, or none; what it served before is served by it no longer."""
    others = MarketSession.objects.filter(run=run)
    (others.exclude(pk=session.pk) if session else others).update(run=None)
    if session:
        MarketSession.objects.filter(pk=session.pk).update(run=run)
