"""Send queued refunds. The provider is asked outside any transaction, with a key that makes asking twice count once."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.crashing import crash_point
from shop.payment.domain.refunding import finish_refund
from shop.payment.enums import RefundState
from shop.payment.models import Refund
from shop.payment.providers import provider
from shop.payment.providers.base import RefundAnswer, Unavailable, is_prepaid

MOST_ATTEMPTS = 8
FIRST_PAUSE = datetime.timedelta(minutes=1)


def send(*, refund_id: int, at: datetime.datetime) -> Refund | None:
    """Try to give one refund back; None when there is nothing to do. Safe to run twice and beside itself."""
    refund = _claim(refund_id, at)
    if refund is None:
        return None
    crash_point("refund.claimed")
    way = provider(refund.receipt.provider)
    if not is_prepaid(way):
        raise TypeError(way.code)
    try:
        answer = way.send_refund(refund=refund, at=at)
    except Unavailable as problem:
        return _later(refund, str(problem), at)
    crash_point("refund.answered")
    return note_answer(refund=refund, answer=answer, at=at)


def due_refunds(*, at: datetime.datetime) -> list[int]:
    """Return the refunds to try now, for a job that looks after what an earlier one lost."""
    queued = Refund.objects.filter(state=RefundState.QUEUED, next_try_at__lte=at)
    return list(queued.order_by("next_try_at").values_list("pk", flat=True)[:200])


@transaction.atomic
def _claim(refund_id: int, at: datetime.datetime) -> Refund | None:
    rows = Refund.objects.select_for_update(of=("self",), skip_locked=True).select_related("receipt__payment__order")
    refund = rows.filter(pk=refund_id, state=RefundState.QUEUED, next_try_at__lte=at).first()
    if refund is None:
        return None
    refund.attempts += 1
    refund.next_try_at = at + FIRST_PAUSE * 2 ** min(refund.attempts, 10)
    refund.save(update_fields=["attempts", "next_try_at"])
    return refund


def _later(refund: Refund, problem: str, at: datetime.datetime) -> Refund:
    """Keep the refund for the next try, or hand it to a person after many."""
    gives_up = refund.attempts >= MOST_ATTEMPTS
    refund.state = RefundState.BY_HAND if gives_up else RefundState.QUEUED
    refund.problem = problem[:200]
    queued = Refund.objects.filter(pk=refund.pk, state=RefundState.QUEUED)
    queued.update(state=refund.state, problem=refund.problem)
    return refund


def note_answer(*, refund: Refund, answer: RefundAnswer, at: datetime.datetime) -> Refund:
    """Write what the provider said to a refund that waited for it; one that moved on meanwhile is left alone."""
    if answer.is_done:
        return finish_refund(refund=refund, at=at, external_id=answer.external_id)
    state = RefundState.BY_HAND if answer.by_hand else RefundState.SENT
    problem = answer.problem or (_("Cách trả này không hoàn tự động được") if answer.by_hand else "")
    queued = Refund.objects.filter(pk=refund.pk, state=RefundState.QUEUED)
    queued.update(state=state, problem=problem[:200], external_id=answer.external_id)
    refund.refresh_from_db()
    return refund
