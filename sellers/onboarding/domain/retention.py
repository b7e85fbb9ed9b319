"""Delete papers that have no further use: identity papers are not kept for longer than needed.

Terms are the operator's to set; the personal data law (91/2025/QH15) asks for deletion when the purpose has ended.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from sellers.documents.domain.storing import remove_document
from sellers.onboarding.models import EDITABLE, ApplicationState, SellerApplication
from shop.audit.trail import record

KEEP_REJECTED = datetime.timedelta(days=90)
KEEP_ABANDONED = datetime.timedelta(days=180)


def delete_useless_papers(*, at: datetime.datetime) -> int:
    """Delete the papers of applications refused or abandoned long ago; return how many. Safe to run twice."""
    return sum(_delete_papers(application, at) for application in _finished(at))


def _finished(at: datetime.datetime) -> QuerySet[SellerApplication]:
    rejected = Q(state=ApplicationState.REJECTED, decided_at__lt=at - KEEP_REJECTED)
    abandoned = Q(state__in=EDITABLE, updated_at__lt=at - KEEP_ABANDONED)
    return (
        SellerApplication.objects.filter(rejected | abandoned, documents__seller=None)
        .exclude(documents=None)
        .distinct()
    )


def _delete_papers(application: SellerApplication, at: datetime.datetime) -> int:
    with transaction.atomic():
        papers = list(application.documents.filter(seller=None))
        for paper in papers:
            remove_document(document=paper)
        details = {"count": len(papers)}
        record(actor=None, action="application.papers_deleted", subject=application, at=at, details=details)
    return len(papers)
