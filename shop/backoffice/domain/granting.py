"""Give and take roles. Each act stands in the trail."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sellers.models import Partner
from shop.accounts.enums import SELLER_ROLES, Role
from shop.accounts.models import RoleGrant, User
from shop.audit.trail import record
from shop.regions.models import Commune, Province
from shop.shipping.models import PickUpPoint

PROVINCIAL = frozenset({Role.REVIEWER, Role.FINANCE, Role.COMMITTEE, Role.SURVEYOR, Role.FORUM_MODERATOR, Role.DRIVER})


class GrantRefused(Exception):
    """The role cannot be given or taken so; the message says why."""


def grant_role(
    *,
    phone: str,
    role: Role,
    by: User,
    at: datetime.datetime,
    seller: Partner | None = None,
    point: PickUpPoint | None = None,
    province: Province | None = None,
    commune_code: str = "",
) -> RoleGrant:
    """Give a role to the account of a phone, making the account when there is none yet.

    phone: E.164; commune_code: for a committee of one commune alone. Raises GrantRefused when the role needs a seller
    or point, the commune is not one of the province, or the role was given already.
    """
    scope = _scope(role, seller, point, province) | {"commune": _commune(role, province, commune_code)}
    with transaction.atomic():
        user = User.objects.filter(phone=phone).first() or User.objects.create_user(phone)
        grant, created = RoleGrant.objects.get_or_create(
            user=user, role=role, **scope, defaults={"granted_by": by, "granted_at": at}
        )
        if not created:
            raise GrantRefused(_("Người này đã được giao việc đó rồi."))
        record(actor=by, action="role.granted", subject=user, at=at, details=_details(grant))
    return grant


def revoke_role(*, grant_id: int, by: User, at: datetime.datetime, reason: str) -> None:
    """Take a role back. Raises GrantRefused for the last administrator of the whole market."""
    with transaction.atomic():
        chiefs = list(_chiefs().select_for_update())
        grant = RoleGrant.objects.select_related("user", "seller", "point", "province", "commune").get(pk=grant_id)
        if [chief.pk for chief in chiefs] == [grant.pk]:
            raise GrantRefused(_("Đây là quản trị viên cuối cùng. Hãy giao cho người khác trước."))
        record(actor=by, action="role.revoked", subject=grant.user, at=at, reason=reason, details=_details(grant))
        grant.delete()


def words_of(grant: RoleGrant) -> str:
    """Return "người xét duyệt, Khánh Hòa"."""
    where = grant.seller or grant.point or grant.commune or grant.province
    return f"{grant.get_role_display()}, {where}" if where else str(grant.get_role_display())


def _scope(
    role: Role, seller: Partner | None, point: PickUpPoint | None, province: Province | None
) -> dict[str, object]:
    if role in SELLER_ROLES and seller is None:
        raise GrantRefused(_("Việc này cần chọn gian hàng."))
    if role == Role.POINT_OPERATOR and point is None:
        raise GrantRefused(_("Việc này cần chọn điểm nhận hàng."))
    return {
        "seller": seller if role in SELLER_ROLES else None,
        "point": point if role == Role.POINT_OPERATOR else None,
        "province": province if role in PROVINCIAL else None,
    }


def _commune(role: Role, province: Province | None, code: str) -> Commune | None:
    if not code:
        return None
    if role != Role.COMMITTEE:
        raise GrantRefused(_("Chỉ thành viên Ban Chỉ đạo được giao riêng một xã. Để trống mã xã."))
    found = Commune.objects.filter(code=code, province=province, valid_to=None).first() if province else None
    if found is None:
        raise GrantRefused(_("Tỉnh đã chọn không có xã mang mã đó. Xem lại mã xã, hoặc chọn tỉnh."))
    return found


def _chiefs() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(
        role=Role.ADMINISTRATOR, seller=None, point=None, province=None, user__is_active=True
    ).order_by("pk")


def _details(grant: RoleGrant) -> dict[str, object]:
    return {
        "role": grant.role,
        "seller": grant.seller_id,
        "point": grant.point_id,
        "province": grant.province_id,
        "commune": grant.commune_id,
        "what": words_of(grant),
    }
