"""A shopkeeper applies to run a pick-up point."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.shipping.models import PointApplication, PointApplicationState

OPEN = (PointApplicationState.SUBMITTED, PointApplicationState.CHANGES_ASKED)


def open_application(user: User) -> PointApplication | None:
    """Return the application a person has not had a final answer to."""
    return PointApplication.objects.filter(applicant=user, state__in=OPEN).first()


@transaction.atomic
def apply(*, application: PointApplication, applicant: User, at: datetime.datetime) -> PointApplication:
    """Send an application, or send one again that was asked to be completed."""
    application.is_again = application.pk is not None
    application.applicant, application.submitted_at = applicant, at
    application.state = PointApplicationState.SUBMITTED
    application.save()
    action = "point_application.resubmitted" if application.is_again else "point_application.submitted"
    record(actor=applicant, action=action, subject=application, at=at)
    return application
