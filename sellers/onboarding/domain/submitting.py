"""Send an application to the reviewers."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from sellers.onboarding.checklist import checklist_of
from sellers.onboarding.domain.drafting import NotEditable
from sellers.onboarding.domain.transitions import move
from sellers.onboarding.models import ApplicationState, ReviewRequest, SellerApplication, Submission, SubmissionState
from sellers.onboarding.steps import STEPS, Missing, missing
from shop.accounts.models import User
from shop.communication.sending import tell


class Incomplete(Exception):
    """Something is missing; `missing` says what and at which step."""

    def __init__(self, lacks: list[Missing]) -> None:
        super().__init__(", ".join(lack.label for lack in lacks))
        self.missing = lacks


def submit(
    *, application_id: int, by: User, note: str, at: datetime.datetime, attested: Iterable[int] = ()
) -> SellerApplication:
    """Send the application, or send it again after changes, with the applicant's consent given now.

    attested: the requirements whose attestation the applicant ticked. Raises NotEditable or Incomplete.
    """
    with transaction.atomic():
        application = SellerApplication.objects.select_for_update(of=("self",)).get(pk=application_id, applicant=by)
        if not application.is_editable:
            raise NotEditable
        lacks = [*missing(application), *_attest(application, set(attested), by, at)]
        if lacks:
            raise Incomplete(lacks)
        again = application.state == ApplicationState.CHANGES_ASKED
        act = "application.resubmitted" if again else "application.submitted"
        move(application=application, to=ApplicationState.SUBMITTED, action=act, by=by, at=at, reason=note)
        application.submitted_at = application.consented_at = at
        application.assignee, application.taken_at = None, None
        application.applicant_note = note
        application.save(
            update_fields=[
                "state",
                "submitted_at",
                "consented_at",
                "applicant_note",
                "assignee",
                "taken_at",
                "updated_at",
            ]
        )
        ReviewRequest.objects.filter(application=application, resolved_at=None).update(resolved_at=at)
        if settings.IDENTITY_CHECK_PROVIDER:
            _verify_later(application)
        tell(
            key=f"{act}:{application.pk}:{at.isoformat()}",
            recipient=by.phone,
            template="application_submitted",
            context={"application": application},
        )
    return application


def _attest(application: SellerApplication, attested: set[int], by: User, at: datetime.datetime) -> list[Missing]:
    """Write down what the applicant attests; return the required attestations that were not given."""
    lacks = []
    for item in checklist_of(application).attestations:
        if item.requirement.pk in attested:
            Submission.objects.update_or_create(
                application=application,
                requirement=item.requirement,
                defaults={"state": SubmissionState.ACCEPTED, "reason": "", "decided_by": by, "decided_at": at},
            )
        elif item.requirement.is_required:
            lacks.append(Missing(STEPS[-1], item.requirement.title))
    return lacks


def _verify_later(application: SellerApplication) -> None:
    from sellers.onboarding.tasks import check_identity

    check_identity.defer(application_id=application.pk)
