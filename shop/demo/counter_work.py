"""What counters have on their hands: an old phone's hand-over that waits for a person, an order being gathered."""

from __future__ import annotations

import datetime

from catalogue.models import Product
from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.accounts.phones import parse_mobile
from shop.assisted.domain.gathering import put_in, start
from shop.demo.orders import Story
from shop.fulfilment.counter.domain import leases
from shop.fulfilment.counter.domain.reading import read
from shop.fulfilment.counter.domain.taking import take
from shop.fulfilment.models import Parcel
from shop.shipping.models import PickUpPoint

GIVEN_TWICE = "u02"
VILLAGER = ("Chamaléa Thị Đào (dữ liệu minh hoạ)", "0900000095")
WANTED = "DEMO-HV021"
AGO = datetime.timedelta(minutes=20)


def leave_counter_work(
    *, stories: list[Story], points: dict[str, PickUpPoint], products: dict[str, Product], now: datetime.datetime
) -> None:
    """An old phone reports an order that was given already; an operator begins to order for a villager."""
    _given_twice(next(story for story in stories if story.row["key"] == GIVEN_TWICE), now)
    point = points["tra-no"]
    villager, phone = VILLAGER
    operator = _operator(point)
    gathered = start(point=point, operator=operator, name=villager, phone=parse_mobile(phone), at=now)
    put_in(assisted=gathered, operator=operator, product=products[WANTED], quantity=2)


def _given_twice(story: Story, now: datetime.datetime) -> None:
    assert story.stop
    device, _token = leases.enrol(
        point=story.stop.point,
        operator=_operator(story.stop.point),
        label="Máy cũ (dữ liệu minh hoạ)",
        take_over=True,
        at=now - AGO,
    )
    parcels = Parcel.objects.filter(seller_order__order=story.order).order_by("code")
    act = read(
        {
            "nonce": f"demo-twice-{story.order.number}",
            "seq": 1,
            "kind": "handed_over",
            "at": (now - AGO).isoformat(),
            "order": story.order.number,
            "stop": story.stop.pk,
            "cash_vnd": story.order.total_vnd,
            "parcels": list(parcels.values_list("code", flat=True)),
            "found_by": "name",
            "refused": [],
            "reason": "",
        }
    )
    take(device=device, acts=[act], clock=now, at=now)
    leases.end(device=device, at=now)


def _operator(point: PickUpPoint) -> User:
    grants = RoleGrant.objects.filter(point=point, role=Role.POINT_OPERATOR, user__is_demo=True)
    return grants.select_related("user")[0].user
