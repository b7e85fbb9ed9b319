"""Pick-up points and the people who operate them."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.audit.trail import record
from shop.fulfilment.domain.refusal import Refused
from shop.regions.vietnamese import slug
from shop.shipping.models import PickUpPoint


class NoAccount(Refused):
    """Nobody with this phone number has an account."""


@transaction.atomic
def save_point(*, point: PickUpPoint, actor: User, at: datetime.datetime) -> PickUpPoint:
    """Write a new or changed point; a new one gets its address on the site from its name, for good."""
    is_new = point.pk is None
    if is_new:
        point.slug = _free_slug(point)
    point.save()
    record(actor=actor, action="point.added" if is_new else "point.changed", subject=point, at=at)
    return point


@transaction.atomic
def appoint(*, point: PickUpPoint, phone: str, actor: User, at: datetime.datetime) -> RoleGrant:
    """Let the person with this phone (E.164) operate the point; again changes nothing. Raises NoAccount."""
    user = User.objects.filter(phone=phone, is_active=True).first()
    if user is None:
        raise NoAccount(_("Chưa có tài khoản với số này. Nhờ người trực đăng nhập một lần bằng số điện thoại."))
    grant, created = RoleGrant.objects.get_or_create(
        user=user, role=Role.POINT_OPERATOR, point=point, defaults={"granted_by": actor, "granted_at": at}
    )
    if created:
        details = {"user": user.pk, "role": Role.POINT_OPERATOR.value}
        record(actor=actor, action="role.granted", subject=point, at=at, details=details)
    return grant


@transaction.atomic
def dismiss(*, grant: RoleGrant, actor: User, at: datetime.datetime) -> None:
    """Take a point away from its operator."""
    if grant.point is None:
        return
    details = {"user": grant.user_id, "role": grant.role}
    record(actor=actor, action="role.revoked", subject=grant.point, at=at, details=details)
    grant.delete()


def _free_slug(point: PickUpPoint) -> str:
    base = slug(f"{point.name} {point.commune.name}")[:130]
    taken = set(PickUpPoint.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(name for name in numbered if name not in taken)
