"""What the office does with a case: take it, ask the seller, hold payouts, decide. Each act is in the trail."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.payouts.domain import holds
from sellers.payouts.models import PayoutHold
from shop.accounts.models import User
from shop.audit import trail
from shop.campaign.counterfeit.domain.reporting import tell_reporter
from shop.campaign.counterfeit.models import CaseState, CounterfeitCase, Verdict
from shop.communication.sending import tell
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder

HELD_BACK_TO = datetime.timedelta(days=180)
OVER = (SellerOrderState.CANCELLED, SellerOrderState.RETURNED)


class CaseClosed(Exception):
    """The case is decided."""


class TextMissing(Exception):
    """A question, an answer and a finding need words."""


class NoSeller(Exception):
    """The case is tied to no seller of the market."""


class DayPassed(Exception):
    """The seller must have at least one day to answer."""


class OwnCase(Exception):
    """Somebody who works for the seller may not act on the seller's case."""


class NotAsked(Exception):
    """The seller was not asked, or answered already."""


@transaction.atomic
def investigate(*, case: CounterfeitCase, actor: User, at: datetime.datetime) -> CounterfeitCase:
    """Take a case. Raises CaseClosed, OwnCase."""
    case = _open(case, actor)
    case.assignee = actor
    if case.state == CaseState.NEW:
        case.state = CaseState.INVESTIGATING
    case.save(update_fields=["assignee", "state"])
    trail.record(actor=actor, action="counterfeit.taken", subject=case, at=at)
    return case


@transaction.atomic
def ask_seller(
    *, case: CounterfeitCase, question: str, due: datetime.date, actor: User, at: datetime.datetime
) -> CounterfeitCase:
    """Ask the seller to answer by a day and tell them; who reported stays unknown to them.

    Raises CaseClosed, OwnCase, NoSeller, TextMissing, DayPassed.
    """
    case = _open(case, actor)
    if case.seller is None:
        raise NoSeller
    if not question.strip():
        raise TextMissing
    if due <= at.date():
        raise DayPassed
    case.state, case.question, case.answer_due = CaseState.SELLER_ASKED, question.strip(), due
    case.answer, case.answered_at, case.assignee = "", None, actor
    case.save(update_fields=["state", "question", "answer_due", "answer", "answered_at", "assignee"])
    trail.record(actor=actor, action="counterfeit.seller_asked", subject=case, at=at, reason=question.strip())
    _tell_seller(case, "counterfeit_asked", at)
    return case


@transaction.atomic
def answer(*, case: CounterfeitCase, text: str, actor: User, at: datetime.datetime) -> CounterfeitCase:
    """Keep the seller's answer; the case goes back to the office. Raises NotAsked, TextMissing."""
    case = CounterfeitCase.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.state != CaseState.SELLER_ASKED:
        raise NotAsked
    if not text.strip():
        raise TextMissing
    case.answer, case.answered_at, case.state = text.strip(), at, CaseState.INVESTIGATING
    case.save(update_fields=["answer", "answered_at", "state"])
    trail.record(actor=actor, action="counterfeit.seller_answered", subject=case, at=at)
    return case


@transaction.atomic
def hold(*, case: CounterfeitCase, actor: User, at: datetime.datetime) -> None:
    """Hold what the seller is owed for orders of the good (of all goods when none is named) while the case is open.

    Raises CaseClosed, OwnCase, NoSeller."""
    case = _open(case, actor)
    if case.seller is None:
        raise NoSeller
    parts = SellerOrder.objects.filter(seller=case.seller, created_at__gte=at - HELD_BACK_TO).exclude(state__in=OVER)
    if case.product_id:
        parts = parts.filter(lines__product=case.product_id).distinct()
    for part in parts.order_by("pk"):
        source = f"{case.hold_reference}:{part.number}"
        holds.hold(seller=case.seller, source=source, part_number=part.number, amount_vnd=part.seller_share_vnd, at=at)
    trail.record(actor=actor, action="counterfeit.payouts_held", subject=case, at=at)


@transaction.atomic
def decide(
    *, case: CounterfeitCase, verdict: Verdict, finding: str, actor: User, at: datetime.datetime
) -> CounterfeitCase:
    """Close a case with a finding, let held payouts go, tell the seller and the reporter.

    Raises CaseClosed, OwnCase, TextMissing.
    """
    case = _open(case, actor)
    if not finding.strip():
        raise TextMissing
    case.state, case.verdict, case.finding = CaseState.DECIDED, verdict, finding.strip()
    case.decided_at, case.decided_by = at, actor
    case.save(update_fields=["state", "verdict", "finding", "decided_at", "decided_by"])
    for source in held_sources(case):
        holds.release(source=source, at=at)
    details = {"verdict": str(verdict)}
    trail.record(actor=actor, action="counterfeit.decided", subject=case, at=at, reason=case.finding, details=details)
    _tell_seller(case, "counterfeit_decided_seller", at)
    tell_reporter(case, "counterfeit_decided")
    return case


def held_sources(case: CounterfeitCase) -> list[str]:
    """Return the sources of the payouts that the case holds now."""
    held = PayoutHold.objects.filter(source__startswith=f"{case.hold_reference}:", released_at=None)
    return list(held.order_by("pk").values_list("source", flat=True))


def _open(case: CounterfeitCase, actor: User) -> CounterfeitCase:
    case = CounterfeitCase.objects.select_for_update(of=("self",)).select_related("seller", "product").get(pk=case.pk)
    if not case.is_open:
        raise CaseClosed(case.number)
    if case.seller_id and actor.grants.filter(seller=case.seller_id).exists():
        raise OwnCase
    return case


def _tell_seller(case: CounterfeitCase, template: str, at: datetime.datetime) -> None:
    if case.seller and case.seller.phone:
        tell(
            key=f"{template}:{case.number}:{at:%Y%m%d%H%M%S}",
            recipient=case.seller.phone,
            template=template,
            context={"case": case, "seller": case.seller},
        )
