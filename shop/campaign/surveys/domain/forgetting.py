"""Forget what only served while a survey ran: hashes of phones and networks, and answers nobody finished."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.campaign.surveys.models import Burst, PhoneCode, Response, Standing

AFTER = datetime.timedelta(days=30)


@transaction.atomic
def forget_old(*, at: datetime.datetime) -> None:
    """Delete codes out of date; 30 days after a survey's end erase hashes and unfinished answers. Safe to run twice."""
    PhoneCode.objects.filter(valid_until__lt=at).delete()
    over = Response.objects.filter(survey__closes_at__lt=at - AFTER)
    over.exclude(network_hash="", phone_hash="").update(network_hash="", phone_hash="")
    Burst.objects.filter(survey__closes_at__lt=at - AFTER).exclude(key="").update(key="")
    unfinished = over.filter(standing__in=[Standing.OPEN, Standing.STOPPED])
    unfinished.exclude(typed={}, answers={}).update(typed={}, answers={})
