"""Who looks at an application: taken, given to a colleague, released."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.onboarding.domain.holding import HeldByAnother, assign, locked
from sellers.onboarding.domain.transitions import move
from sellers.onboarding.models import ApplicationState, SellerApplication
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.accounts.queries import province_codes


def take(*, application_id: int, by: User, at: datetime.datetime) -> SellerApplication:
    """Take an application to look at; from a colleague too, which the trail shows. Raises AlreadyDecided, OwnCase."""
    with transaction.atomic():
        application = locked(application_id)
        assign(application, by, by=by, at=at, action="application.taken")
    return application


def give(*, application_id: int, to: User, by: User, at: datetime.datetime) -> SellerApplication:
    """Give an application to a colleague who reviews its province. Raises AlreadyDecided, OwnCase, NotAReviewer."""
    with transaction.atomic():
        application = locked(application_id)
        if not may_review(to, application):
            raise NotAReviewer(_("Người này không xét hồ sơ của tỉnh này."))
        assign(application, to, by=by, at=at, action="application.given")
    return application


def release(*, application_id: int, by: User, at: datetime.datetime) -> SellerApplication:
    """Put an application back into the queue. Raises AlreadyDecided, HeldByAnother."""
    with transaction.atomic():
        application = locked(application_id)
        if application.assignee_id not in {None, by.pk}:
            raise HeldByAnother(application)
        if application.state == ApplicationState.IN_REVIEW:
            move(application=application, to=ApplicationState.SUBMITTED, action="application.released", by=by, at=at)
        application.assignee, application.taken_at = None, None
        application.save(update_fields=["state", "assignee", "taken_at", "updated_at"])
    return application


class NotAReviewer(Exception):
    """Applications are given only to people who may decide on them."""


def may_review(user: User, application: SellerApplication) -> bool:
    """Return whether somebody reviews the province of an application."""
    reviews = RoleGrant.objects.filter(user=user, role__in=[Role.REVIEWER, Role.ADMINISTRATOR], user__is_active=True)
    codes = province_codes(user, Role.REVIEWER)
    here = application.commune.province_id if application.commune else None
    return reviews.exists() and (codes is None or here in codes)


def colleagues(application: SellerApplication) -> list[User]:
    """Return the people who review the province of an application, by name."""
    users = User.objects.filter(grants__role__in=[Role.REVIEWER, Role.ADMINISTRATOR], is_active=True).distinct()
    return [user for user in users.order_by("full_name", "pk") if may_review(user, application)]
