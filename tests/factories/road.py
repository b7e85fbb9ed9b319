"""Parcels on the road: people of the road, and orders brought quickly to where a test begins."""

from __future__ import annotations

import datetime
import uuid

from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.fulfilment.domain.custody import load, receive
from shop.fulfilment.domain.freeze import freeze
from shop.fulfilment.domain.packing import pack
from shop.fulfilment.models import Parcel
from shop.order.models import Order, SellerOrder
from shop.shipping.models import PickUpPoint, Run, RunStop
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import RunFactory, RunStopFactory


def nonce() -> str:
    return uuid.uuid4().hex


def an_operator(point: PickUpPoint, **fields: object) -> User:
    """Return somebody who operates the point."""
    user = UserFactory(**{"full_name": "Tà Yên Thị Hoa", **fields})
    return GrantFactory(user=user, role=Role.POINT_OPERATOR, point=point).user


def a_driver(**fields: object) -> User:
    """Return somebody with the role of driver."""
    user = UserFactory(**{"full_name": "Võ Minh Khang", **fields})
    return GrantFactory(user=user, role=Role.DRIVER).user


def a_stop(**fields: object) -> RunStop:
    """Return a stop of a run that has a driver and takes orders."""
    return RunStopFactory(run=RunFactory(driver=a_driver()), **fields)


def order_at(stop: RunStop, *, sellers: int = 1, price: int = 98_000, **details: object) -> Order:
    """Place an order of one good of each of some sellers for a stop."""
    return placed_order(*[stocked_product(price=price) for _ in range(sellers)], stop=stop, **details)


def pack_up(order: Order, *, parcels: int = 1) -> list[Parcel]:
    """Pack every part of an order into `parcels` boxes."""
    return [box for part in order.seller_orders.order_by("pk") for box in pack_part(part, parcels=parcels)]


def pack_part(part: SellerOrder, *, parcels: int = 1) -> list[Parcel]:
    """Pack one part into equal boxes."""
    weight_g = max(1, part.weight_g // parcels)
    return pack(seller_order=part, parcels=[weight_g] * parcels, actor=UserFactory(), at=timezone.now())


def frozen(run: Run) -> Run:
    """Freeze a run at its cut-off."""
    freeze(run=run, at=run.cut_off_at)
    run.refresh_from_db()
    return run


def carry(order: Order, *, parcels: int = 1, to_point: bool = True) -> list[Parcel]:
    """Pack an order, freeze its run, load it and, when asked, let a new operator receive it at the point."""
    return _on_the_road(pack_up(order, parcels=parcels), to_point)


def carry_part(part: SellerOrder, *, parcels: int = 1, to_point: bool = True) -> list[Parcel]:
    """The same for one part."""
    return _on_the_road(pack_part(part, parcels=parcels), to_point)


def _on_the_road(boxes: list[Parcel], to_point: bool) -> list[Parcel]:
    for box in boxes:
        stop = box.run_stop
        run, at = frozen(stop.run), stop.run.departs_at
        load(code=box.code, run=run, driver=run.driver, nonce=nonce(), at=at)
        if to_point:
            operator, later = an_operator(stop.point), at + datetime.timedelta(hours=3)
            receive(code=box.code, point=stop.point, operator=operator, nonce=nonce(), at=later)
        box.refresh_from_db()
    return boxes
