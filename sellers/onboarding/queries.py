"""Questions about applications."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from sellers.models import Partner
from sellers.onboarding.models import OPEN, SellerApplication
from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.accounts.reach import Reach


def open_application(user: User) -> SellerApplication | None:
    """Return the application the user is working on or waits for."""
    return SellerApplication.objects.filter(applicant=user, state__in=OPEN).select_related("commune__province").first()


def latest_application(user: User) -> SellerApplication | None:
    """Return the open application, or the one decided last."""
    decided = SellerApplication.objects.filter(applicant=user).select_related("commune__province", "seller")
    return open_application(user) or decided.order_by("-pk").first()


def reviewable_applications(reach: Reach) -> QuerySet[SellerApplication]:
    """Return applications that were sent, of the provinces this reviewer covers; never drafts."""
    if not reach.roles & {Role.REVIEWER, Role.ADMINISTRATOR}:
        return SellerApplication.objects.none()
    sent = SellerApplication.objects.filter(submitted_at__isnull=False).select_related(
        "commune__province", "reviewer", "assignee", "applicant"
    )
    return reach.within(sent, Role.REVIEWER, "commune__province")


def others_with(application: SellerApplication, **fields: str) -> list[SellerApplication | Partner]:
    """Return other people's applications and existing sellers that state the same value, e.g. tax_code="…"."""
    if not all(fields.values()):
        return []
    condition = Q(**fields)
    applications = SellerApplication.objects.filter(condition, submitted_at__isnull=False)
    sellers = Partner.objects.filter(condition).exclude(pk=application.seller_id)
    return [*applications.exclude(pk=application.pk).filter(seller=None)[:5], *sellers[:5]]
