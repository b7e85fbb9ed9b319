"""Ask a provider about an attempt whose notification may be lost."""

from __future__ import annotations

import datetime

from django.db.models import Q

from shop.payment.domain.notices import take_notice
from shop.payment.enums import PaymentState
from shop.payment.models import Payment
from shop.payment.providers import provider
from shop.payment.providers.base import Unavailable, is_prepaid

GRACE = datetime.timedelta(minutes=2)
REMEMBERED = datetime.timedelta(days=1)
ASKED = (PaymentState.PENDING, PaymentState.PROCESSING, PaymentState.EXPIRED)


def attempts_to_look_at(*, at: datetime.datetime) -> list[Payment]:
    """Return attempts of the last day that the provider knows and nobody told us about."""
    recent = Q(created_at__lte=at - GRACE, created_at__gte=at - REMEMBERED)
    known = Payment.objects.filter(recent, state__in=ASKED).exclude(external_id="")
    return list(known.select_related("order").order_by("pk")[:200])


def look(*, payment: Payment, at: datetime.datetime) -> list[str]:
    """Take what the provider says now as if it had told us. Nothing happens while it does not answer."""
    way = provider(payment.provider)
    if not is_prepaid(way) or not payment.external_id:
        return []
    try:
        notices = way.look(payment=payment, at=at)
    except Unavailable:
        return []
    return [take_notice(code=way.code, notice=notice, at=at) for notice in notices]
