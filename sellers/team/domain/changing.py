"""Change what somebody does for a seller, or let them go. A seller always keeps an owner."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from sellers.models import Partner
from shop.accounts.enums import SELLER_ROLES, Role
from shop.accounts.models import RoleGrant, User
from shop.audit.trail import record


class ChangeRefused(Exception):
    """The change cannot be made; the message is a sentence for the person who tried."""


def change_role(*, grant_id: int, seller: Partner, role: Role, by: User, at: datetime.datetime) -> RoleGrant:
    """Give somebody another role at the same seller. Raises ChangeRefused, RoleGrant.DoesNotExist."""
    if role not in SELLER_ROLES:
        raise ChangeRefused(_("Hãy chọn một vai trò của gian hàng."))
    with transaction.atomic():
        grant = _locked(grant_id, seller)
        if grant.role == role:
            return grant
        _keep_an_owner(grant)
        if RoleGrant.objects.filter(user=grant.user, seller=seller, role=role).exists():
            raise ChangeRefused(_("Người này đã có vai trò đó."))
        before, grant.role = grant.get_role_display(), role
        grant.save(update_fields=["role"])
        details = {"what": f"{grant.user}, {before} → {grant.get_role_display()}", "user": grant.user_id}
        record(actor=by, action="staff.role_changed", subject=seller, at=at, details=details)
    return grant


def remove(*, grant_id: int, seller: Partner, by: User, at: datetime.datetime) -> None:
    """Let somebody go; what they did stays on record. Raises ChangeRefused, RoleGrant.DoesNotExist."""
    with transaction.atomic():
        grant = _locked(grant_id, seller)
        _keep_an_owner(grant)
        details = {"what": f"{grant.user}, {grant.get_role_display()}", "user": grant.user_id}
        record(actor=by, action="staff.removed", subject=seller, at=at, details=details)
        grant.delete()


def _locked(grant_id: int, seller: Partner) -> RoleGrant:
    """Lock the seller first, so that two owners cannot remove each other at once."""
    Partner.objects.select_for_update(of=("self",)).get(pk=seller.pk)
    return RoleGrant.objects.select_related("user").get(pk=grant_id, seller=seller, role__in=SELLER_ROLES)


def _keep_an_owner(grant: RoleGrant) -> None:
    owners = RoleGrant.objects.filter(seller=grant.seller_id, role=Role.SELLER_OWNER, user__is_active=True)
    if grant.role == Role.SELLER_OWNER and not owners.exclude(pk=grant.pk).exists():
        raise ChangeRefused(_("Gian hàng phải còn một chủ. Hãy mời hoặc đổi người khác làm chủ trước."))
