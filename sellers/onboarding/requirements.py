"""What each legal type states, and which rows of requirements concern an application."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sellers.enums import LegalType
from sellers.onboarding.models import Requirement, RequirementKind, SellerApplication


class TaxCodeKind(Enum):
    """Which number stands for the tax code."""

    ORGANISATION = "organisation"  # 10 digits, or 10 and 3 of a branch
    PERSON = "person"  # the 12-digit personal number


@dataclass(frozen=True)
class LegalRules:
    """How one legal type is identified; what it must show are rows (Requirement)."""

    summary: str | Promise
    tax_code: TaxCodeKind
    registration_no: bool


LEGAL_RULES: dict[LegalType, LegalRules] = {
    LegalType.COOPERATIVE: LegalRules(_("Có giấy đăng ký hợp tác xã"), TaxCodeKind.ORGANISATION, True),
    LegalType.HOUSEHOLD: LegalRules(_("Có giấy đăng ký hộ kinh doanh"), TaxCodeKind.PERSON, True),
    LegalType.ENTERPRISE: LegalRules(_("Có giấy đăng ký doanh nghiệp"), TaxCodeKind.ORGANISATION, True),
    LegalType.COOPERATIVE_GROUP: LegalRules(_("Có hợp đồng hợp tác, xã đã xác nhận"), TaxCodeKind.PERSON, False),
    LegalType.INDIVIDUAL: LegalRules(_("Có căn cước và xác nhận của xã"), TaxCodeKind.PERSON, False),
}


def legal_rules_of(legal_type: str) -> LegalRules | None:
    """Return how a legal type is identified; None while none is chosen."""
    return LEGAL_RULES[LegalType(legal_type)] if legal_type else None


def identity_is_asked(day: datetime.date) -> bool:
    """Return whether number and birth of the representative must be stated on a day (settings.IDENTITY_CHECK_FROM)."""
    return day >= datetime.date.fromisoformat(settings.IDENTITY_CHECK_FROM)


def asked_on(application: SellerApplication) -> datetime.date:
    """Return the day whose requirements count: that of the last sending, for a draft today."""
    return timezone.localdate(application.submitted_at) if application.submitted_at else timezone.localdate()


def requirements_for(application: SellerApplication) -> list[Requirement]:
    """Return what is asked of this application and nothing else; one row per kind of paper, a required one first."""
    if not application.legal_type:
        return []
    rows = Requirement.objects.in_force(asked_on(application)).asked_of(
        legal_type=application.legal_type, goods_kinds=application.goods_kinds
    )
    chosen: dict[str, Requirement] = {}
    for row in rows:
        key = row.document_kind or f"row-{row.pk}"
        if key not in chosen or (row.is_required and not chosen[key].is_required):
            chosen[key] = row
    return list(chosen.values())


def papers_of_type(legal_type: str, *, day: datetime.date) -> list[Requirement]:
    """Return the papers a legal type must show, whatever it sells: for the public page, before anybody applies."""
    papers = Requirement.objects.in_force(day).filter(kind=RequirementKind.DOCUMENT, is_required=True)
    return [row for row in papers if not row.legal_types or legal_type in row.legal_types]
