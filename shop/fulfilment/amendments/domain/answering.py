"""A proposal ends: the buyer answers, the time is over, or the seller takes it back.

No answer in time means: what is missing is taken off and not paid for, nothing comes instead of it; a lighter weight
costs less. So nobody pays for what does not come, and the run does not wait.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.staff import tell_staff
from shop.accounts.models import User
from shop.communication.sending import tell
from shop.fulfilment.amendments.domain.applying import apply
from shop.fulfilment.amendments.domain.changes import changes
from shop.fulfilment.amendments.domain.ending import leaves_nothing, write_outcome
from shop.fulfilment.amendments.domain.proposing import lock_amendable
from shop.fulfilment.amendments.domain.refusals import AlreadyAnswered, NoRoom, NotAmendable
from shop.fulfilment.amendments.models import APPLIED, Amendment, AmendmentOutcome, Answer
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.payment.domain.giving_back import end_part

BUYERS = frozenset({Answer.ACCEPTED, Answer.LESS, Answer.CANCELLED_LINE, Answer.REFUSED})


@transaction.atomic
def answer(
    *,
    amendment: Amendment,
    choice: Answer,
    actor: User | None,
    at: datetime.datetime,
    less: Mapping[int, int] | None = None,
) -> AmendmentOutcome:
    """End a proposal and apply what was chosen, in one transaction; the same choice again changes nothing.

    less: item id -> quantity the buyer still wants, for "less". When nothing is left of the part it is cancelled. An
    order that was packed or ended meanwhile is left alone and the outcome says so.
    Raises AlreadyAnswered, SubstituteGone, NoRoom.
    """
    part, may_change = _locked(amendment)
    fresh = Amendment.objects.select_for_update().get(pk=amendment.pk)
    if not fresh.is_open:
        return _same_or_raise(fresh, choice)
    if not may_change:
        return write_outcome(fresh, part, Answer.VOID, actor, at)
    before = SellerOrder.objects.get(pk=part.pk)
    if choice in APPLIED:
        _apply(fresh, part, choice, actor, at, less or {})
    outcome = write_outcome(fresh, part, choice, actor, at, before)
    _tell(fresh, part, outcome)
    return outcome


def end_overdue(*, at: datetime.datetime) -> list[AmendmentOutcome]:
    """Reduce every order whose buyer did not answer in time, each in a transaction of its own."""
    due = Amendment.objects.filter(is_open=True, answer_by__lte=at).select_related("seller_order").order_by("pk")
    return [_end_overdue(amendment, at) for amendment in due]


def _end_overdue(amendment: Amendment, at: datetime.datetime) -> AmendmentOutcome:
    try:
        return answer(amendment=amendment, choice=Answer.NO_ANSWER, actor=None, at=at)
    except AlreadyAnswered:  # a moment before
        return AmendmentOutcome.objects.get(amendment=amendment)
    except NoRoom:  # heavier, and the truck is full: the order stays as it was
        return answer(amendment=amendment, choice=Answer.VOID, actor=None, at=at)


def _locked(amendment: Amendment) -> tuple[SellerOrder, bool]:
    """Lock run, order and parts; return the part and whether it may still change."""
    try:
        return lock_amendable(seller_order=amendment.seller_order), True
    except NotAmendable:
        return SellerOrder.objects.select_related("order").get(pk=amendment.seller_order_id), False


def _same_or_raise(amendment: Amendment, choice: Answer) -> AmendmentOutcome:
    outcome = AmendmentOutcome.objects.get(amendment=amendment)
    if outcome.answer != choice:
        told = {"answer": outcome.get_answer_display()}
        raise AlreadyAnswered(_("Thay đổi này đã xong: %(answer)s.") % told)
    return outcome


def _apply(
    amendment: Amendment,
    part: SellerOrder,
    choice: Answer,
    actor: User | None,
    at: datetime.datetime,
    less: Mapping[int, int],
) -> None:
    items = list(amendment.items.select_related("line", "substitute__product", "substitute__partner").order_by("pk"))
    made = changes(amendment, items, choice, less)
    if leaves_nothing(part, items, made):
        reason = _("%(why)s (%(answer)s)") % {"why": amendment.reason, "answer": choice.label}
        end_part(seller_order=part, to=SellerOrderState.CANCELLED, actor=actor, at=at, reason=reason[:200])
    else:
        apply(part=part, changes=made, key=f"part-amended:{amendment.pk}", reason=amendment.reason, at=at)
        if part.state == SellerOrderState.PLACED:  # who says what there is has confirmed the rest
            move(seller_order=part, to=SellerOrderState.CONFIRMED, actor=amendment.proposed_by, at=at)


def _tell(amendment: Amendment, part: SellerOrder, outcome: AmendmentOutcome) -> None:
    """Tell the seller what the buyer chose, and the buyer what was done without an answer."""
    context = {"amendment": amendment, "part": part, "order": part.order, "outcome": outcome}
    if outcome.answer in BUYERS or outcome.answer == Answer.NO_ANSWER:
        tell_staff(
            seller=part.seller,
            key=f"amendment-answered:{amendment.pk}",
            template="amendment_answered",
            context=context,
        )
    if outcome.answer in {Answer.NO_ANSWER, Answer.WITHDRAWN}:
        tell(
            key=f"amendment-ended:{amendment.pk}",
            recipient=part.order.buyer_phone,
            template="amendment_ended",
            context=context,
        )
