"""What a reviewer does with an application. Every act stands in the trail, in the same transaction."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.documents.models import Document, DocumentState
from sellers.models import Partner
from sellers.onboarding.checklist import checklist_of
from sellers.onboarding.domain.holding import AlreadyDecided, hold, locked
from sellers.onboarding.domain.judging import ReasonNeeded, accept_checks, need_reason
from sellers.onboarding.domain.opening import open_shop
from sellers.onboarding.domain.transitions import move
from sellers.onboarding.models import ApplicationState, ReviewRequest, SellerApplication
from sellers.onboarding.steps import missing
from shop.accounts.models import User
from shop.communication.sending import tell


class NotReady(Exception):
    """Papers are still refused or missing; the message says which."""


@dataclass(frozen=True)
class Request:
    """What the reviewer asks to mend: a field or a kind of paper, and why."""

    subject: str
    reason: str


def ask_changes(
    *, application_id: int, requests: Iterable[Request], by: User, at: datetime.datetime
) -> SellerApplication:
    """Send the application back with requests; papers marked as refused become requests by themselves."""
    with transaction.atomic():
        application = locked(application_id)
        hold(application, by=by, at=at)
        asked = [*requests, *_refused_papers(application)]
        if not asked:
            raise ReasonNeeded(_("Hãy ghi ít nhất một mục cần sửa, hoặc đánh dấu giấy tờ cần bổ sung."))
        for request in asked:
            need_reason(request.reason, when=True)
        ReviewRequest.objects.bulk_create(
            ReviewRequest(application=application, subject=ask.subject, reason=ask.reason, asked_by=by, asked_at=at)
            for ask in asked
        )
        details = {"requests": [[ask.subject, ask.reason] for ask in asked]}
        _decide(application, ApplicationState.CHANGES_ASKED, by=by, at=at, details=details)
        _tell(application, "application_changes_asked", at)
    return application


def approve(
    *,
    application_id: int,
    by: User,
    at: datetime.datetime,
    note: str = "",
    seen: datetime.datetime | None = None,
    checked: Iterable[int] = (),
) -> Partner:
    """Open the shop: make the seller, give the applicant the owner's role.

    seen: when the version the reviewer looked at was sent; a newer one is refused as unseen.
    checked: the requirements of kind "check" that the reviewer ticks with the decision.
    Raises NotReady while something required is missing, refused or unseen, AlreadyDecided.
    """
    with transaction.atomic():
        application = locked(application_id)
        if seen and application.submitted_at != seen:
            raise AlreadyDecided(_("Người nộp vừa gửi lại hồ sơ. Tải lại trang để xem bản mới rồi quyết định."))
        hold(application, by=by, at=at)
        lacks = missing(application)
        if lacks:
            raise NotReady(_("Chưa duyệt được, còn thiếu: %(list)s.") % {"list": ", ".join(x.label for x in lacks)})
        accept_checks(application=application, requirement_ids=checked, by=by, at=at)
        unjudged = checklist_of(application).unjudged
        if unjudged:
            raise NotReady(_("Chưa duyệt được, chưa xem: %(list)s.") % {"list": "; ".join(r.title for r in unjudged)})
        seller = open_shop(application=application, by=by, at=at)
        application.seller = seller
        application.save(update_fields=["seller"])
        _decide(application, ApplicationState.APPROVED, by=by, at=at, reason=note, details={"seller": seller.pk})
        _tell(application, "application_approved", at)
    return seller


def reject(*, application_id: int, reason: str, by: User, at: datetime.datetime) -> SellerApplication:
    """Refuse the application for good; the applicant may start another."""
    need_reason(reason, when=True)
    with transaction.atomic():
        application = locked(application_id)
        hold(application, by=by, at=at)
        _decide(application, ApplicationState.REJECTED, by=by, at=at, reason=reason)
        _tell(application, "application_rejected", at)
    return application


def _decide(
    application: SellerApplication,
    state: ApplicationState,
    *,
    by: User,
    at: datetime.datetime,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    action = f"application.{state.value}"
    move(application=application, to=state, action=action, by=by, at=at, reason=reason, details=details)
    application.reviewer, application.decided_at, application.decision_reason = by, at, reason
    application.save(update_fields=["state", "reviewer", "decided_at", "decision_reason", "updated_at"])


def _refused_papers(application: SellerApplication) -> list[Request]:
    refused = Document.objects.filter(application=application, replaced_by=None, state=DocumentState.REJECTED)
    return [Request(document.kind, document.reason) for document in refused]


def _tell(application: SellerApplication, template: str, at: datetime.datetime) -> None:
    tell(
        key=f"{template}:{application.pk}:{at.isoformat()}",
        recipient=application.applicant.phone,
        template=template,
        context={"application": application},
    )
