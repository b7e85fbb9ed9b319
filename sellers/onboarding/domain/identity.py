"""Write, show and erase the representative's number. Every look at it is logged before it is shown."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from sellers.documents.domain.storing import remove_document
from sellers.documents.models import Document, DocumentKind
from sellers.documents.sealing import seal, unseal
from sellers.onboarding.domain.drafting import NotEditable
from sellers.onboarding.domain.retention import KEEP_ABANDONED, KEEP_REJECTED
from sellers.onboarding.models import (
    EDITABLE,
    ApplicationState,
    IdentityLook,
    RepresentativeIdentity,
    SellerApplication,
)
from shop.accounts.models import User
from shop.audit.trail import record


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The representative's 12-digit number and date of birth, in the clear."""

    number: str
    born_on: datetime.date


def write_identity(
    *, application_id: int, number: str, born_on: datetime.date, by: User, at: datetime.datetime
) -> RepresentativeIdentity:
    """Seal number and date of birth of an application that may still be changed. Raises NotEditable."""
    with transaction.atomic():
        application = SellerApplication.objects.select_for_update(of=("self",)).get(pk=application_id, applicant=by)
        if not application.is_editable:
            raise NotEditable
        sealed = {
            "number_sealed": seal(number.encode()),
            "born_on_sealed": seal(born_on.isoformat().encode()),
            "last_digits": number[-3:],
            "written_at": at,
            "erased_at": None,
        }
        return RepresentativeIdentity.objects.update_or_create(application=application, defaults=sealed)[0]


def identity_of(application: SellerApplication) -> Identity | None:
    """Open the seals for the electronic check; for people use `reveal`, which logs the look."""
    row = RepresentativeIdentity.objects.filter(application=application, erased_at=None).first()
    if row is None or not row.number_sealed:
        return None
    born_on = datetime.date.fromisoformat(unseal(bytes(row.born_on_sealed)).decode())
    return Identity(number=unseal(bytes(row.number_sealed)).decode(), born_on=born_on)


def reveal(*, application: SellerApplication, by: User, at: datetime.datetime) -> Identity | None:
    """Return the whole number to a reviewer, writing down that they looked. None when there is none any more."""
    with transaction.atomic():
        row = RepresentativeIdentity.objects.select_for_update().filter(application=application, erased_at=None).first()
        if row is None:
            return None
        IdentityLook.objects.create(identity=row, viewer=by, at=at)
        record(actor=by, action="identity.looked", subject=application, at=at)
    return identity_of(application)


def erase_due(*, at: datetime.datetime) -> int:
    """Erase numbers and pictures of identity papers whose purpose has ended; return of how many applications.

    Approved: settings.IDENTITY_KEEP_DAYS after the decision; refused and abandoned ones as long as their papers
    (retention.py). Source: Law 91/2025/QH15, deletion when the purpose has ended.
    """
    kept_long = at - datetime.timedelta(days=settings.IDENTITY_KEEP_DAYS)
    over = Q(state=ApplicationState.APPROVED, decided_at__lt=kept_long)
    over |= Q(state=ApplicationState.REJECTED, decided_at__lt=at - KEEP_REJECTED)
    over |= Q(state__in=EDITABLE, updated_at__lt=at - KEEP_ABANDONED)
    has_number = Q(identity__isnull=False, identity__erased_at=None)
    due = (
        SellerApplication.objects.filter(over).filter(has_number | Q(documents__kind=DocumentKind.IDENTITY)).distinct()
    )
    return sum(erase(application=application, at=at) for application in list(due))


def erase(*, application: SellerApplication, at: datetime.datetime) -> int:
    """Erase the number and the identity papers of one application; safe to run twice."""
    with transaction.atomic():
        row = RepresentativeIdentity.objects.select_for_update().filter(application=application, erased_at=None).first()
        if row is not None:
            row.number_sealed, row.born_on_sealed, row.erased_at = b"", b"", at
            row.save(update_fields=["number_sealed", "born_on_sealed", "erased_at"])
        papers = list(Document.objects.filter(application=application, kind=DocumentKind.IDENTITY))
        for paper in papers:
            remove_document(document=paper)
        if row is not None or papers:
            details = {"papers": len(papers)}
            record(actor=None, action="identity.erased", subject=application, at=at, details=details)
    return int(row is not None or bool(papers))
