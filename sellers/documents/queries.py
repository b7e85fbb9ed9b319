"""Who may see which papers. What somebody may not see, these querysets cannot return."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from sellers.documents.models import Document, DocumentKind
from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.accounts.reach import Reach


def current(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Return papers that no newer one replaces."""
    return documents.filter(replaced_by=None)


def own_documents(user: User, reach: Reach) -> QuerySet[Document]:
    """Return papers of the user's applications and of the sellers the user owns; not what authorities sent."""
    mine = Document.objects.filter(Q(application__applicant=user) | Q(seller__in=reach.owned_seller_ids))
    return mine.exclude(kind=DocumentKind.AUTHORITY_REQUEST)


def reviewable_documents(reach: Reach) -> QuerySet[Document]:
    """Return papers that a reviewer of these provinces may look at: never those of a draft."""
    if not reach.roles & {Role.REVIEWER, Role.ADMINISTRATOR}:
        return Document.objects.none()
    sent = Document.objects.filter(Q(application=None) | Q(application__submitted_at__isnull=False))
    codes = reach.provinces(Role.REVIEWER)
    if codes is None:
        return sent
    here = Q(seller__province__in=codes) | Q(seller=None, application__commune__province__in=codes)
    return sent.filter(here)
