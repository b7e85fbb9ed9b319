"""What happens to parcels on their way: one waits at a hub, damaged; one is looked for, one found, one kept longer."""

from __future__ import annotations

import datetime

from shop.accounts.enums import Role
from shop.accounts.models import RoleGrant, User
from shop.demo.orders import Story
from shop.demo.pictures import clean_photo
from shop.fulfilment.amendments.domain.on_the_road import held_parcel, take_damage
from shop.fulfilment.collecting.domain.extending import extend
from shop.fulfilment.domain.hub import take_in
from shop.fulfilment.missing.domain.closing import close_found
from shop.fulfilment.missing.domain.raising import add_note, report
from shop.fulfilment.models import Parcel
from shop.shipping.models import PickUpPoint

AT_HUB, MISSING, FOUND, KEPT = "f01", "u05", "f02", "u07"
AGO = datetime.timedelta(minutes=50)


def leave_road_work(
    *, stories: list[Story], points: dict[str, PickUpPoint], people: dict[str, User], now: datetime.datetime
) -> None:
    """Leave a parcel at the hub, a case that is open, one that ended well, and an order that is kept longer."""
    by_key = {story.row["key"]: story for story in stories}
    hub = points["gom-phan-rang"]
    for parcel in _parcels(by_key[AT_HUB]):
        take_in(code=parcel.code, hub=hub, operator=people["op-gom"], nonce=f"demo-hub:{parcel.pk}", at=now - AGO)
        _break_one(parcel, people["op-gom"], now - AGO / 2)
    kept = by_key[KEPT]
    if kept.stop is not None:
        extend(order=kept.order, run_stop=kept.stop, at=now - AGO)
    admin = people["quan-tri"]
    missing = _parcels(by_key[MISSING])[0]
    case = report(
        code=missing.code,
        note="Xe báo đã xếp đủ mà điểm đếm thiếu một kiện (dữ liệu minh hoạ)",
        actor=_operator(missing),
        at=now - AGO,
    )
    add_note(case=case, text="Đã gọi tài xế, hẹn lục lại thùng xe ở điểm sau.", actor=admin, at=now - AGO / 2)
    found = _parcels(by_key[FOUND])[0]
    driver = found.run_stop.run.driver if found.run_stop else None
    if driver is not None:
        case = report(code=found.code, note="Nhà bán nói đã gửi, tài xế chưa thấy", actor=driver, at=now - AGO)
        close_found(case=case, outcome="Kiện còn trong kho nhà bán", actor=admin, at=now - AGO / 2)


def _break_one(parcel: Parcel, keeper: User, at: datetime.datetime) -> None:
    """One unit of a good of which there are several turned out broken at the hub."""
    held = held_parcel(code=parcel.code, actor=keeper)
    line = held.seller_order.lines.filter(quantity__gt=1).order_by("pk").first()
    if line is not None:
        told = {"reason": "Thùng móp, một cái vỡ (minh hoạ)", "pictures": (clean_photo("nho-say.webp"),)}
        take_damage(parcel=held, left={line.pk: line.quantity - 1}, actor=keeper, at=at, **told)


def _parcels(story: Story) -> list[Parcel]:
    rows = Parcel.objects.filter(seller_order__order=story.order).select_related("run_stop__run")
    return list(rows.order_by("pk"))


def _operator(parcel: Parcel) -> User:
    grants = RoleGrant.objects.filter(
        point__stops__parcels=parcel, role=Role.POINT_OPERATOR, user__is_demo=True
    ).select_related("user")
    return grants[0].user
