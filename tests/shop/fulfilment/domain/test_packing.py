"""Packing: what it writes and what it refuses."""

import pytest
from django.utils import timezone

from shop.audit.trail import trail_of
from shop.fulfilment.domain.packing import NotPackable, RunGone, WrongParcels, pack
from shop.fulfilment.domain.parcel_codes import is_well_formed
from shop.fulfilment.models import CustodyEvent, Parcel, ParcelState
from shop.order.domain import transitions
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.shipping.enums import RunState
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def part() -> SellerOrder:
    return placed_order().seller_orders.get()


def test_packing_makes_parcels_with_custody_and_moves_the_order() -> None:
    seller_order, actor, now = part(), UserFactory(), timezone.now()

    parcels = pack(seller_order=seller_order, parcels=[1200, 800], actor=actor, at=now)

    assert [(parcel.number, parcel.weight_g, parcel.state) for parcel in parcels] == [
        (1, 1200, ParcelState.PACKED),
        (2, 800, ParcelState.PACKED),
    ]
    assert all(is_well_formed(parcel.code) for parcel in parcels)
    assert len({parcel.code for parcel in parcels}) == 2
    assert {parcel.run_stop_id for parcel in parcels} == {seller_order.run_stop_id}
    assert [(event.from_state, event.to_state, event.actor) for event in CustodyEvent.objects.all()] == [
        ("", "packed", actor),
        ("", "packed", actor),
    ]
    assert SellerOrder.objects.get(pk=seller_order.pk).state == SellerOrderState.PACKED
    assert trail_of(seller_order).get().details == {"parcels": 2}


def test_a_confirmed_order_can_be_packed() -> None:
    seller_order = part()
    transitions.move(seller_order=seller_order, to=SellerOrderState.CONFIRMED, actor=None, at=timezone.now())

    assert len(pack(seller_order=seller_order, parcels=[500], actor=UserFactory(), at=timezone.now())) == 1
    assert not trail_of(seller_order).exists()


def test_packing_twice_is_refused_and_makes_no_parcel() -> None:
    seller_order, actor = part(), UserFactory()
    stale = SellerOrder.objects.get(pk=seller_order.pk)
    pack(seller_order=seller_order, parcels=[500], actor=actor, at=timezone.now())

    with pytest.raises(NotPackable, match="đã đóng gói"):
        pack(seller_order=stale, parcels=[500], actor=actor, at=timezone.now())

    assert Parcel.objects.count() == 1


def test_a_cancelled_order_is_refused() -> None:
    seller_order = part()
    transitions.move(seller_order=seller_order, to=SellerOrderState.CANCELLED, actor=None, at=timezone.now())

    with pytest.raises(NotPackable, match="đã hủy"):
        pack(seller_order=seller_order, parcels=[500], actor=UserFactory(), at=timezone.now())


@pytest.mark.parametrize("state", [RunState.DEPARTED, RunState.ARRIVED, RunState.CLOSED, RunState.CALLED_OFF])
def test_nothing_is_packed_for_a_run_that_left(state: RunState) -> None:
    seller_order = part()
    run = seller_order.run_stop.run
    run.state = state
    run.save()

    with pytest.raises(RunGone, match=run.code):
        pack(seller_order=seller_order, parcels=[500], actor=UserFactory(), at=timezone.now())

    assert not Parcel.objects.exists()


def test_a_frozen_run_still_takes_parcels() -> None:
    seller_order = part()
    run = seller_order.run_stop.run
    run.state = RunState.FROZEN
    run.save()

    assert pack(seller_order=seller_order, parcels=[500], actor=UserFactory(), at=timezone.now())


@pytest.mark.parametrize("weights", [[], [0], [-5], [60_001], [100] * 21])
def test_impossible_parcels_are_refused(weights: list[int]) -> None:
    seller_order = part()

    with pytest.raises(WrongParcels):
        pack(seller_order=seller_order, parcels=weights, actor=UserFactory(), at=timezone.now())

    assert SellerOrder.objects.get(pk=seller_order.pk).state == SellerOrderState.PLACED


def test_home_delivery_is_packed_without_a_run() -> None:
    seller_order = part()
    SellerOrder.objects.filter(pk=seller_order.pk).update(run_stop=None)
    seller_order.refresh_from_db()

    (parcel,) = pack(seller_order=seller_order, parcels=[500], actor=UserFactory(), at=timezone.now())

    assert parcel.run_stop is None
