"""How a reviewer judges what an application shows: papers, checks, waivers. Each act stands in the trail."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sellers.documents.models import Document, DocumentState
from sellers.onboarding.checklist import paper_slots
from sellers.onboarding.domain.holding import hold, locked
from sellers.onboarding.models import (
    IdentityCheck,
    IdentityOutcome,
    Requirement,
    RequirementKind,
    SellerApplication,
    Submission,
    SubmissionState,
)
from sellers.onboarding.requirements import requirements_for
from shop.accounts.models import User
from shop.audit.trail import record

SHORTEST_REASON = 10
LONGEST_REASON = 300  # as Submission and Document hold it


class ReasonNeeded(Exception):
    """A decision against the applicant, or a waiver, needs a reason people can act on."""


class AcceptedWithReason(Exception):
    """A reason was written, yet the paper is called good: one of the two is a slip."""


class ExpiryNeeded(Exception):
    """A paper that ends is accepted only with its last day; the message says what to write."""


def judge_paper(
    *,
    document: Document,
    accepted: bool,
    by: User,
    at: datetime.datetime,
    reason: str = "",
    valid_until: datetime.date | None = None,
) -> Document:
    """Mark one paper as good, or as to be sent again with a reason.

    valid_until: the last day written on the paper. The reason of an earlier refusal may stand there when the paper is
    accepted after all. Raises ReasonNeeded, AcceptedWithReason, ExpiryNeeded, AlreadyDecided.
    """
    need_reason(reason, when=not accepted, most=LONGEST_REASON)
    if accepted and reason not in {"", document.reason}:
        raise AcceptedWithReason(_("Đã ghi lý do thì chọn Cần bổ sung. Nếu giấy đạt, hãy xóa lý do."))
    reason = "" if accepted else reason
    with transaction.atomic():
        assert document.application_id is not None, "only papers of applications are judged"
        application = locked(document.application_id)
        hold(application, by=by, at=at)
        if accepted and valid_until and valid_until < timezone.localdate(at):
            raise ExpiryNeeded(_("Giấy này đã hết hạn. Hãy chọn Cần bổ sung để người bán gửi giấy mới."))
        document.state = DocumentState.ACCEPTED if accepted else DocumentState.REJECTED
        document.reason = reason
        document.valid_until = valid_until or document.valid_until
        document.save(update_fields=["state", "reason", "valid_until"])
        _follow_papers(application, document.kind, by, at)
        action = "document.accepted" if accepted else "document.rejected"
        details = {"document": document.pk, "kind": document.kind}
        record(actor=by, action=action, subject=application, at=at, reason=reason, details=details)
    return document


def waive(*, application_id: int, requirement_id: int, reason: str, by: User, at: datetime.datetime) -> Submission:
    """Let an application pass without one requirement, for a reason that stays on record.

    Raises ReasonNeeded, AlreadyDecided, Requirement.DoesNotExist for one that is not asked of it.
    """
    need_reason(reason, when=True, most=LONGEST_REASON)
    with transaction.atomic():
        application = locked(application_id)
        hold(application, by=by, at=at)
        requirement = _asked(application, requirement_id)
        submission = _write(application, requirement, SubmissionState.WAIVED, reason, by, at)
        details = {"requirement": requirement.pk, "what": requirement.title}
        record(actor=by, action="requirement.waived", subject=application, at=at, reason=reason, details=details)
    return submission


def accept_checks(
    *, application: SellerApplication, requirement_ids: Iterable[int], by: User, at: datetime.datetime
) -> None:
    """Mark checks as done, inside the transaction of the decision that rests on them."""
    wanted = set(requirement_ids)
    for requirement in requirements_for(application):
        if requirement.kind == RequirementKind.CHECK and requirement.pk in wanted:
            _write(application, requirement, SubmissionState.ACCEPTED, "", by, at)
            details = {"requirement": requirement.pk, "what": requirement.title}
            record(actor=by, action="requirement.checked", subject=application, at=at, details=details)


def follow_identity_check(*, check: IdentityCheck, at: datetime.datetime) -> None:
    """Tick the requirement that the electronic check answers, or fail it with the reason the provider gave.

    A check that could not be made leaves the row to the reviewer, a waiver stays. Call inside a transaction.
    """
    states = {
        IdentityOutcome.VERIFIED: SubmissionState.ACCEPTED,
        IdentityOutcome.MISMATCH: SubmissionState.REJECTED,
    }
    state, application = states.get(IdentityOutcome(check.outcome)), check.application
    if state is None:
        return
    reason = "" if state == SubmissionState.ACCEPTED else check.note or _("Xác minh điện tử không khớp.")
    waived = Submission.objects.filter(application=application, state=SubmissionState.WAIVED)
    passed = set(waived.values_list("requirement", flat=True))
    for requirement in requirements_for(application):
        if requirement.by_identity_check and requirement.pk not in passed:
            _write(application, requirement, state, reason, None, at)
            action = "requirement.checked" if state == SubmissionState.ACCEPTED else "requirement.failed"
            details = {"requirement": requirement.pk, "what": requirement.title, "reference": check.reference}
            record(actor=None, action=action, subject=application, at=at, reason=reason, details=details)


def need_reason(reason: str, *, when: bool, most: int | None = None) -> None:
    """Raise ReasonNeeded for a reason too short to act on, or longer than `most` characters."""
    if when and most is not None and len(reason) > most:
        raise ReasonNeeded(_("Lý do dài quá %(most)d ký tự. Hãy viết ngắn lại.") % {"most": most})
    if when and len(reason.strip()) < SHORTEST_REASON:
        raise ReasonNeeded(_("Hãy ghi lý do ít nhất %(n)d ký tự: người bán đọc nguyên văn.") % {"n": SHORTEST_REASON})


def _asked(application: SellerApplication, requirement_id: int) -> Requirement:
    found = next((row for row in requirements_for(application) if row.pk == requirement_id), None)
    if found is None:
        raise Requirement.DoesNotExist
    return found


def _follow_papers(application: SellerApplication, kind: str, by: User, at: datetime.datetime) -> None:
    """Keep the submission of a paper in step with the papers that were sent for it."""
    for slot in paper_slots(application):
        if slot.requirement.document_kind == kind and not slot.is_waived:
            reason = slot.refused[0].reason if slot.refused else ""
            _write(application, slot.requirement, SubmissionState(slot.state), reason, by, at)


def _write(
    application: SellerApplication,
    requirement: Requirement,
    state: SubmissionState,
    reason: str,
    by: User | None,
    at: datetime.datetime,
) -> Submission:
    values = {"state": state, "reason": reason, "decided_by": by, "decided_at": at}
    return Submission.objects.update_or_create(application=application, requirement=requirement, defaults=values)[0]
