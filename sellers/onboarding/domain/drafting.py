"""Write an application while it may still be changed."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from sellers.documents.domain.storing import remove_document, store_document
from sellers.documents.models import Document, DocumentKind, DocumentState
from sellers.onboarding.models import OPEN, SellerApplication
from shop.accounts.models import User


class NotEditable(Exception):
    """The application was sent or decided; nothing was changed."""


def save_draft(*, applicant: User, fields: dict[str, Any]) -> SellerApplication:
    """Write fields into the applicant's open application, making it at the first time.

    Raises NotEditable when it was sent meanwhile.
    """
    with transaction.atomic():
        application = _locked_or_new(applicant)
        for name, value in fields.items():
            setattr(application, name, value)
        application.save(update_fields=[*fields, "updated_at"])
    return application


def add_paper(*, applicant: User, kind: DocumentKind, upload: UploadedFile) -> Document:
    """Keep one paper of the open application. Raises NotEditable or DocumentRefused."""
    with transaction.atomic():
        application = _locked_or_new(applicant)
        return store_document(upload=upload, kind=kind, by=applicant, application_id=application.pk)


def remove_paper(*, applicant: User, document_id: int) -> None:
    """Delete a paper nobody has judged yet. Raises NotEditable or Document.DoesNotExist."""
    with transaction.atomic():
        application = _locked(applicant)
        if application is None:
            raise Document.DoesNotExist
        document = Document.objects.get(pk=document_id, application=application, state=DocumentState.PENDING)
        remove_document(document=document)


def _locked_or_new(applicant: User) -> SellerApplication:
    application = _locked(applicant)
    if application is not None:
        return application
    try:
        with transaction.atomic():
            return SellerApplication.objects.create(applicant=applicant)
    except IntegrityError:  # a second tab made it a moment ago
        return _locked_or_new(applicant)


def _locked(applicant: User) -> SellerApplication | None:
    """Lock the open application. Raises NotEditable when it was sent."""
    mine = SellerApplication.objects.select_for_update().filter(applicant=applicant, state__in=OPEN)
    application = mine.first()
    if application is not None and not application.is_editable:
        raise NotEditable
    return application
