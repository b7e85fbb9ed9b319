"""A device without network gives what has come and leaves the rest for another visit, in whatever order acts come."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from shop.fulfilment.amendments.domain.at_the_counter import take_less
from shop.fulfilment.amendments.models import AmendmentKind
from shop.fulfilment.counter.domain.reading import read
from shop.fulfilment.counter.domain.settling import apply_again
from shop.fulfilment.counter.domain.taking import take
from shop.fulfilment.domain.custody import load, receive
from shop.fulfilment.models import CounterAct, CounterDevice, HandOver, LeaseState, Parcel
from shop.fulfilment.queries.snapshot import snapshot
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.order.enums import SellerOrderState as State
from shop.order.models import Order, PickUpCode
from shop.shipping.models import RunStop
from tests.factories.counters import a_device, hand_over_act
from tests.factories.road import a_stop, an_operator, frozen, nonce, order_at, pack_up
from tests.promises import broken

pytestmark = pytest.mark.django_db
Act = dict[str, Any]


class Counter:
    """An order of two sellers at a point with one device: the first one's parcel is here, the second's on the truck."""

    def __init__(self) -> None:
        self.stop: RunStop = a_stop()
        self.operator = an_operator(self.stop.point)
        self.device: CounterDevice = a_device(self.stop.point, self.operator)
        self.order: Order = order_at(self.stop, sellers=2)
        self.here, self.late = pack_up(self.order)
        run = frozen(self.stop.run)
        for box in (self.here, self.late):
            load(code=box.code, run=run, driver=run.driver, nonce=nonce(), at=run.departs_at)
        self.seq = 0

    def scan_in(self, box: Parcel) -> None:
        receive(code=box.code, point=self.stop.point, operator=self.operator, nonce=nonce(), at=self.stop.arrives_at)

    def act(self, box: Parcel, **changes: Any) -> Act:
        self.seq += 1
        right = {"cash_vnd": 98_000, "parcels": [box.code], **changes}
        return hand_over_act(self.order.number, self.stop.pk, self.seq, **right)

    def first(self, **changes: Any) -> Act:
        return self.act(self.here, kind="partial", rest=[self.late.seller_order.number], **changes)

    def second(self, **changes: Any) -> Act:
        return self.act(self.late, **{"earlier": [self.here.seller_order.number], **changes})

    def send(self, *acts: Act, device: CounterDevice | None = None) -> list[tuple[str, str]]:
        now = timezone.now()
        answers = take(device=device or self.device, acts=[read(act) for act in acts], clock=now, at=now)
        return [(answer.outcome, answer.cause) for answer in answers]

    def states(self) -> list[str]:
        return list(self.order.seller_orders.order_by("pk").values_list("state", flat=True))


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_what_is_here_is_given_and_the_rest_collected_later_under_the_same_code(counter: Counter) -> None:
    counter.scan_in(counter.here)
    first = counter.first()
    assert counter.send(first) == counter.send(first) == [("applied", "")]
    assert (counter.states(), PickUpCode.objects.get().used_at) == ([State.DELIVERED, State.ON_THE_WAY], None)
    (row,) = snapshot(counter.stop.point, at=timezone.now())["stops"][0]["orders"]
    assert [part["number"] for part in row["parts"]] == [counter.late.seller_order.number]
    assert (row["done"], [one["nonce"] for one in row["visits"]]) == (None, [first["nonce"]])
    assert broken() == []

    counter.scan_in(counter.late)
    assert counter.send(counter.second()) == [("applied", "")]
    assert counter.states() == [State.DELIVERED] * 2 and PickUpCode.objects.get().used_at
    assert balance(AccountKind.CASH_DRAWER, str(counter.stop.point_id)) == counter.order.total_vnd
    assert broken() == []


def test_what_came_after_the_device_looked_was_still_not_given(counter: Counter) -> None:
    for box in (counter.here, counter.late):
        counter.scan_in(box)
    assert counter.send(counter.first()) == [("applied", "")]
    assert counter.states() == [State.DELIVERED, State.AT_POINT]
    assert HandOver.objects.get().cash_vnd == 98_000


def test_a_visit_waits_for_the_scan_and_the_second_for_the_first(counter: Counter) -> None:
    first, second = counter.first(), counter.second()
    counter.scan_in(counter.late)
    assert counter.send(second) == [("waiting", "not_come")]
    assert counter.send(first) == [("waiting", "not_ready")]
    scan = {"nonce": nonce(), "seq": 9, "kind": "received", "parcel": counter.here.code}
    counter.send(scan | {"at": timezone.now().isoformat()})
    assert counter.send(second, first) == [("applied", ""), ("applied", "")]
    assert counter.states() == [State.DELIVERED] * 2
    assert [one.rest_waits for one in HandOver.objects.order_by("pk")] == [True, False]
    assert broken() == []


def test_two_devices_give_no_part_twice(counter: Counter) -> None:
    counter.scan_in(counter.here)
    CounterDevice.objects.update(state=LeaseState.DRAINING)
    other = a_device(counter.stop.point, counter.operator)
    assert counter.send(counter.first()) == [("applied", "")]
    assert counter.send(counter.first(), device=other) == [("conflict", "parcels")]
    counter.scan_in(counter.late)
    whole = counter.act(counter.here, cash_vnd=196_000, parcels=[counter.here.code, counter.late.code])
    assert counter.send(whole, device=other) == [("conflict", "parcels")]
    assert balance(AccountKind.CASH_DRAWER, str(counter.stop.point_id)) == 98_000
    second = counter.second()
    assert counter.send(second) == [("applied", "")]
    assert counter.send(counter.second(), device=other) == [("conflict", "already")]


def test_a_first_visit_is_undone_and_what_nobody_wants_of_it_goes_back(counter: Counter) -> None:
    counter.scan_in(counter.here)
    first = counter.first()
    at = timezone.now() + datetime.timedelta(seconds=20)
    undo = {"nonce": nonce(), "seq": 8, "kind": "undo", "at": at.isoformat(), "of": first["nonce"]}
    assert counter.send(first, undo) == [("applied", "")] * 2
    assert counter.states() == [State.AT_POINT, State.ON_THE_WAY]

    nothing = {"kind": "refused", "cash_vnd": 0, "parcels": [], "reason": "Khách đổi ý"}
    assert counter.send(counter.first() | nothing) == [("applied", "")]
    assert counter.states() == [State.RETURNING, State.ON_THE_WAY]
    assert broken() == []


def test_cash_put_right_by_the_office_leaves_out_what_was_cancelled(counter: Counter) -> None:
    for box in (counter.here, counter.late):
        counter.scan_in(box)
    part, line = counter.late.seller_order, counter.late.seller_order.lines.get()
    part.refresh_from_db()
    broke = {"kind": AmendmentKind.DAMAGE, "left": {line.pk: 0}, "reason": "Vỡ hết"}
    take_less(seller_order=part, operator=counter.operator, at=timezone.now(), **broke)
    assert counter.send(counter.act(counter.here, cash_vnd=97_000)) == [("conflict", "cash")]

    apply_again(act=CounterAct.objects.get(), actor=counter.operator, at=timezone.now(), as_due=True)

    assert (HandOver.objects.get().cash_vnd, counter.states()) == (98_000, [State.DELIVERED, State.CANCELLED])
    assert broken() == []
