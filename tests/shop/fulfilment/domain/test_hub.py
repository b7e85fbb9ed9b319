"""Parcels pass through a collection hub, forth and back; who holds one is always known."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shop.aftersales.domain.cancel import cancel_order
from shop.fulfilment.domain.custody import WrongPerson, WrongPlace, WrongTime, bring_back, load, receive, take_back
from shop.fulfilment.domain.hub import give_out, take_in
from shop.fulfilment.domain.returning import send_back
from shop.fulfilment.models import ParcelState
from shop.fulfilment.queries.driving import at_hub, carried_back, expected_at_hub, to_take_back
from shop.fulfilment.queries.holders import holder_of
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState
from tests.factories.hubs import hub_with_operator
from tests.factories.places import ProvinceFactory
from tests.factories.road import a_stop, an_operator, carry, frozen, nonce, order_at, pack_up

pytestmark = pytest.mark.django_db


def now():
    return timezone.now()


def test_a_hub_takes_a_parcel_in_and_its_driver_takes_it_on() -> None:
    box = pack_up(order_at(a_stop()))[0]
    run = box.run_stop.run
    hub, keeper = hub_with_operator(run)
    assert list(expected_at_hub(hub, at=now())) == [box]
    take_in(code=box.code, hub=hub, operator=keeper, nonce="in", at=now())
    assert (holder_of(box).kind, holder_of(box).name) == ("hub", hub.name)
    assert list(at_hub(hub)) == [box]
    run = frozen(run)
    load(code=box.code, run=run, driver=run.driver, nonce="on", at=now())
    assert (holder_of(box).kind, holder_of(box).name, list(at_hub(hub))) == ("driver", str(run.driver), [])


def test_a_hub_gives_a_parcel_to_the_driver_who_then_holds_it() -> None:
    box = pack_up(order_at(a_stop()))[0]
    hub, keeper = hub_with_operator(box.run_stop.run)
    take_in(code=box.code, hub=hub, operator=keeper, nonce="in", at=now())
    with pytest.raises(WrongTime):  # the run is not frozen yet
        give_out(code=box.code, hub=hub, operator=keeper, nonce="out", at=now())
    run = frozen(box.run_stop.run)
    given = give_out(code=box.code, hub=hub, operator=keeper, nonce="out", at=now())
    again = load(code=box.code, run=run, driver=run.driver, nonce="driver", at=now())
    assert (given.event.actor, given.event.holder) == (keeper, run.driver)
    assert (again.is_repeat, holder_of(box).person) == (True, run.driver)


def test_a_hub_refuses_strangers_other_provinces_and_cancelled_orders() -> None:
    order = order_at(a_stop())
    box = pack_up(order)[0]
    hub, keeper = hub_with_operator(box.run_stop.run)
    with pytest.raises(WrongPerson):
        take_in(code=box.code, hub=hub, operator=an_operator(box.run_stop.point), nonce=nonce(), at=now())
    with pytest.raises(WrongPerson):  # a pick-up point is no hub
        take_in(code=box.code, hub=box.run_stop.point, operator=an_operator(box.run_stop.point), nonce="x", at=now())
    hub.commune.province = ProvinceFactory(code="01", slug="ha-noi")
    with pytest.raises(WrongPlace):
        take_in(code=box.code, hub=hub, operator=keeper, nonce=nonce(), at=now())
    cancel_order(order=order, actor=None, at=now())
    hub.refresh_from_db()
    with pytest.raises(WrongTime):
        take_in(code=box.code, hub=hub, operator=keeper, nonce=nonce(), at=now())


def test_a_parcel_of_an_order_cancelled_at_the_hub_goes_back_to_its_seller() -> None:
    order = order_at(a_stop())
    box = pack_up(order)[0]
    hub, keeper = hub_with_operator(box.run_stop.run)
    take_in(code=box.code, hub=hub, operator=keeper, nonce="in", at=now())
    with pytest.raises(WrongTime, match="chưa hủy"):
        bring_back(code=box.code, actor=keeper, nonce="early", at=now())
    cancel_order(order=order, actor=None, at=now())
    run = frozen(box.run_stop.run)
    with pytest.raises(WrongTime):
        give_out(code=box.code, hub=hub, operator=keeper, nonce="out", at=now())
    bring_back(code=box.code, actor=keeper, nonce="back", at=now())
    box.refresh_from_db()
    assert (box.state, holder_of(box).kind, run.state) == (ParcelState.RETURNED, "seller", "frozen")


def test_what_nobody_collected_may_go_back_over_a_hub() -> None:
    order = order_at(a_stop())
    box = carry(order)[0]
    part, run = order.seller_orders.get(), box.run_stop.run
    send_back(seller_order=part, actor=None, at=now())
    move(seller_order=part, to=SellerOrderState.RETURNING, actor=None, at=now())
    hub, keeper = hub_with_operator(run)
    take_back(code=box.code, run=run, driver=run.driver, nonce="driver", at=now())
    assert list(carried_back(run.driver)) == [box]
    take_in(code=box.code, hub=hub, operator=keeper, nonce="hub", at=now())
    assert (holder_of(box).kind, list(carried_back(run.driver)), list(to_take_back(run))) == ("hub", [], [])
    bring_back(code=box.code, actor=keeper, nonce="seller", at=now())
    part.refresh_from_db()
    assert part.state == SellerOrderState.RETURNED


def test_a_point_does_not_receive_what_lies_at_a_hub() -> None:
    box = pack_up(order_at(a_stop()))[0]
    hub, keeper = hub_with_operator(box.run_stop.run)
    take_in(code=box.code, hub=hub, operator=keeper, nonce="in", at=now())
    stop = box.run_stop
    with pytest.raises(WrongTime, match="điểm gom"):
        receive(code=box.code, point=stop.point, operator=an_operator(stop.point), nonce="p", at=now())
