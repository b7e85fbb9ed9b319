"""Cash on its way: a drawer counted short, money a driver has to confirm, money the treasury has to count."""

from __future__ import annotations

import datetime

from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.fulfilment.cash.domain.counting import count_drawer
from shop.fulfilment.cash.domain.remitting import hand_from_point
from shop.fulfilment.cash.holding import drawer_vnd
from shop.fulfilment.cash.queries import drivers_for
from shop.shipping.models import PickUpPoint

SHORT_VND = 20_000
AGO = datetime.timedelta(hours=2)
REASON = "Trả nhầm tiền thừa cho khách (dữ liệu minh hoạ)"


def leave_cash_work(*, now: datetime.datetime) -> None:
    """Of the points with cash, the first is counted short and hands half to a driver, the second pays in directly."""
    held = [(point, operator) for point, operator in _operated() if drawer_vnd(point.pk) > 2 * SHORT_VND]
    for number, (point, operator) in enumerate(held[:2]):
        counted = drawer_vnd(point.pk) - (0 if number else SHORT_VND)
        count_drawer(
            point=point,
            operator=operator,
            counted_vnd=counted,
            reason="" if number else REASON,
            nonce=f"demo-count-{point.pk}",
            at=now - AGO,
        )
        driver = None if number else drivers_for(point).filter(is_demo=True).exclude(pk=operator.pk).first()
        hand_from_point(
            point=point,
            operator=operator,
            driver=driver,
            amount_vnd=counted if number else counted // 2,
            nonce=f"demo-remit-{point.pk}",
            at=now - AGO,
        )


def _operated() -> list[tuple[PickUpPoint, User]]:
    grants = RoleGrant.objects.filter(role=Role.POINT_OPERATOR, user__is_demo=True, point__isnull=False)
    found: dict[PickUpPoint, User] = {}
    for grant in grants.select_related("user", "point__commune").order_by("point", "pk"):
        assert grant.point
        found.setdefault(grant.point, grant.user)
    return list(found.items())
