"""Send an application to the reviewers."""

from __future__ import annotations

import datetime

from django.db import transaction

from sellers.onboarding.domain.drafting import NotEditable
from sellers.onboarding.models import ApplicationState, ReviewRequest, SellerApplication
from sellers.onboarding.steps import Missing, missing
from shop.accounts.models import User
from shop.audit.trail import record
from shop.communication.sending import tell


class Incomplete(Exception):
    """Something is missing; `missing` says what and at which step."""

    def __init__(self, lacks: list[Missing]) -> None:
        super().__init__(", ".join(lack.label for lack in lacks))
        self.missing = lacks


def submit(*, application_id: int, by: User, note: str, at: datetime.datetime) -> SellerApplication:
    """Send the application, or send it again after changes, with the applicant's consent given now.

    Raises NotEditable or Incomplete.
    """
    with transaction.atomic():
        application = SellerApplication.objects.select_for_update(of=("self",)).get(pk=application_id, applicant=by)
        if not application.is_editable:
            raise NotEditable
        lacks = missing(application)
        if lacks:
            raise Incomplete(lacks)
        again = application.state == ApplicationState.CHANGES_ASKED
        application.state = ApplicationState.SUBMITTED
        application.submitted_at = application.consented_at = at
        application.applicant_note = note
        application.save(update_fields=["state", "submitted_at", "consented_at", "applicant_note", "updated_at"])
        ReviewRequest.objects.filter(application=application, resolved_at=None).update(resolved_at=at)
        act = "application.resubmitted" if again else "application.submitted"
        record(actor=by, action=act, subject=application, at=at, reason=note)
        tell(
            key=f"{act}:{application.pk}:{at.isoformat()}",
            recipient=by.phone,
            template="application_submitted",
            context={"application": application},
        )
    return application
