"""A device without network reports that the buyer takes fewer units; the hand-over comes after it, in any order."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from shop.accounts.enums import Role
from shop.fulfilment.amendments.models import Amendment, AmendmentKind
from shop.fulfilment.counter.domain.reading import Unreadable, read
from shop.fulfilment.counter.domain.settling import StillRefused, apply_again
from shop.fulfilment.counter.domain.taking import take
from shop.fulfilment.domain.custody import receive
from shop.fulfilment.models import CounterAct, CounterDevice, HandOver, Parcel, ParcelState
from shop.fulfilment.queries.snapshot import snapshot
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.order.models import Order
from shop.shipping.models import RunStop
from tests.factories.counters import a_device, giving
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.road import a_stop, an_operator, carry, nonce
from tests.promises import broken
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop() -> RunStop:
    return a_stop()


@pytest.fixture
def device(stop: RunStop) -> CounterDevice:
    return a_device(stop.point, an_operator(stop.point))


def jars(stop: RunStop, *, is_carried: bool = True, to_point: bool = True) -> Order:
    """Four jars for 50.000 each."""
    order = placed_order((stocked_product(price=50_000), 4), stop=stop)
    if is_carried:
        carry(order, to_point=to_point)
    return order


def less(order: Order, stop: RunStop, seq: int, *, takes: int, had: int = 4, **changes: Any) -> dict[str, Any]:
    line = order.lines.get()
    act = {"nonce": uuid.uuid4().hex, "seq": seq, "kind": "less", "at": timezone.now().isoformat()}
    act |= {"order": order.number, "stop": stop.pk, "part": line.seller_order.number, "reason": "Khách đổi ý"}
    return {**act, "units": [{"line": line.pk, "title": line.title, "had": had, "takes": takes}], **changes}


def send(device: CounterDevice, *acts: dict[str, Any]) -> list[tuple[str, str]]:
    now = timezone.now()
    answers = take(device=device, acts=[read(act) for act in acts], clock=now, at=now)
    return [(answer.outcome, answer.cause) for answer in answers]


def test_fewer_units_are_given_for_less_cash_and_the_rest_goes_back(stop, device) -> None:
    order = jars(stop)
    (shown,) = snapshot(stop.point, at=timezone.now())["stops"][0]["orders"][0]["parts"][0]["lines"]
    assert (shown["quantity"], shown["price_vnd"], shown["discount_vnd"]) == (4, 200_000, 0)
    first = less(order, stop, 1, takes=3)
    given = giving(order, stop, 2, cash_vnd=150_000, after=[first["nonce"]])

    assert send(device, first, given) == [("applied", ""), ("applied", "")]
    assert send(device, first, given) == [("applied", ""), ("applied", "")]

    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == HandOver.objects.get().cash_vnd == 150_000
    assert Amendment.objects.get().kind == AmendmentKind.LEFT
    assert set(Parcel.objects.values_list("is_left", "state")) == {
        (False, ParcelState.HANDED_OVER),
        (True, ParcelState.RETURNING),
    }
    assert broken() == []


def test_a_hand_over_that_comes_first_waits_for_what_it_comes_after(stop, device) -> None:
    order = jars(stop, to_point=False)
    first = less(order, stop, 1, takes=3)
    given = giving(order, stop, 2, cash_vnd=150_000, after=[first["nonce"]])
    assert send(device, given) == [("waiting", "not_come")]
    assert send(device, first) == [("waiting", "not_ready")]
    assert not Amendment.objects.exists()
    box = Parcel.objects.get()
    receive(code=box.code, point=stop.point, operator=device.operator, nonce=nonce(), at=timezone.now())

    send(device)
    send(device)

    assert set(CounterAct.objects.values_list("outcome", flat=True)) == {"applied"}
    assert HandOver.objects.get().cash_vnd == 150_000


def test_two_devices_never_reduce_one_part_twice(stop, device) -> None:
    order = jars(stop)
    send(device, less(order, stop, 1, takes=3))
    CounterDevice.objects.update(state="draining")
    other = a_device(stop.point, device.operator)
    late = less(order, stop, 1, takes=2)

    assert send(other, late, less(order, stop, 2, takes=3)) == [("conflict", "refused")] * 2

    # What came after the late one tells of other cash; a person settles it.
    boxes = [box.code for box in Parcel.objects.filter(is_left=False)]
    given = giving(order, stop, 3, cash_vnd=100_000, after=[late["nonce"]], parcels=boxes)
    assert send(other, given) == [("conflict", "cash")]
    desk = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user).get(reverse("backoffice:counter_acts"))
    assert "2 trong 4" in " ".join(desk.content.decode().split())
    with pytest.raises(StillRefused, match="đã đổi"):
        apply_again(act=CounterAct.objects.get(nonce=late["nonce"]), actor=UserFactory(), at=timezone.now())
    assert (Amendment.objects.count(), order.lines.get().quantity) == (1, 3)


def test_what_was_given_or_is_no_part_of_the_point_is_not_reduced(stop, device) -> None:
    whole, order, elsewhere = jars(stop, is_carried=False), jars(stop), jars(a_stop())
    given = giving(order, stop, 1)
    answers = send(device, given, less(order, stop, 2, takes=3), less(elsewhere, stop, 3, takes=3))
    assert answers == [("applied", ""), ("conflict", "already"), ("conflict", "unknown")]
    carry(whole)
    assert send(device, less(whole, stop, 4, takes=0)) == [("conflict", "refused")]
    assert not Amendment.objects.exists()


def test_an_undo_takes_the_hand_over_back_and_not_what_was_left(stop, device) -> None:
    order, now = jars(stop), timezone.now()
    first = less(order, stop, 1, takes=3)
    given = giving(order, stop, 2, cash_vnd=150_000, after=[first["nonce"]])
    undo = {"seq": 3, "kind": "undo", "at": (now + datetime.timedelta(seconds=9)).isoformat()}
    answers = send(device, first, given, {**undo, "nonce": "u" * 32, "of": given["nonce"]})
    assert answers == [("applied", "")] * 3
    assert send(device, {**undo, "seq": 4, "nonce": "v" * 32, "of": first["nonce"]}) == [("conflict", "refused")]
    again = giving(order, stop, 5, cash_vnd=150_000, after=[first["nonce"]], parcels=given["parcels"])
    assert send(device, again) == [("applied", "")]
    assert broken() == []


@pytest.mark.parametrize("units", [[], "4", [4], [{"line": 1, "title": "x", "had": 2}], [{"line": 1}] * 61])
def test_units_that_cannot_be_read_are_refused(stop, units) -> None:
    with pytest.raises(Unreadable):
        read(less(jars(stop), stop, 1, takes=3) | {"units": units})
