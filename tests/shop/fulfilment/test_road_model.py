"""Orders on the road, played in any order by right and wrong people: what must always hold, holds."""

from itertools import pairwise

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from shop.accounts.models import User
from shop.aftersales.domain.cancel import CancelTooLate, cancel_order
from shop.aftersales.domain.uncollected import return_uncollected
from shop.fulfilment.domain.custody import bring_back, load, receive, take_back
from shop.fulfilment.domain.freeze import freeze
from shop.fulfilment.domain.handover import hand_over
from shop.fulfilment.domain.packing import pack
from shop.fulfilment.domain.path import is_legal
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import CustodyEvent, HandOver, Parcel, ParcelState
from shop.order.models import SellerOrder
from tests.factories.people import UserFactory
from tests.factories.road import a_driver, a_stop, an_operator, order_at
from tests.promises import broken

which = st.integers(0, 3)
nonces = st.sampled_from(["n1", "n2", "n3", "n4", "n5"])


class Road(RuleBasedStateMachine):
    """Two orders of three parts on one run; a stranger of every role tries too."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.stop = a_stop()
        self.orders = [order_at(self.stop, sellers=2), order_at(self.stop)]
        self.parts = list(SellerOrder.objects.order_by("pk"))
        self.packer = UserFactory()
        self.drivers = [self.stop.run.driver, a_driver()]
        self.operators = [an_operator(self.stop.point), an_operator(a_stop().point)]

    def teardown(self) -> None:
        try:
            with connection.cursor() as cursor:  # the ledger's own check would wait for the commit
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            assert broken() == []
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def parcel(self, n: int) -> str:
        codes = list(Parcel.objects.order_by("pk").values_list("code", flat=True))
        return codes[n % len(codes)] if codes else "K-2222-2"

    def run(self) -> object:
        self.stop.run.refresh_from_db()
        return self.stop.run

    @initialize(steps=st.integers(2, 3))
    def begin_on_the_way(self, steps: int) -> None:
        """The first order begins on the truck or at the point; the second is only placed."""
        for _ in range(steps):
            self.next_right_step(n=0)
            self.next_right_step(n=1)

    @rule(n=which)
    def next_right_step(self, n: int) -> None:
        """What the right person does next with one part, so that the far states are reached often."""
        part = self.parts[n % len(self.parts)]
        boxes = list(Parcel.objects.filter(seller_order=part).order_by("pk"))
        if not boxes:
            return self.pack(n=n, boxes=2)
        self.freeze()
        for box in boxes:
            code, nonce, at = box.code, f"right{box.pk}{box.state}", timezone.now()
            if box.state == ParcelState.PACKED:
                attempt(lambda: load(code=code, run=self.run(), driver=self.drivers[0], nonce=nonce, at=at))  # noqa: B023
            elif box.state == ParcelState.WITH_DRIVER:
                point, operator = self.stop.point, self.operators[0]
                attempt(lambda: receive(code=code, point=point, operator=operator, nonce=nonce, at=at))  # noqa: B023
        return None

    @rule(n=which, boxes=st.integers(1, 2))
    def pack(self, n: int, boxes: int) -> None:
        part = self.parts[n % len(self.parts)]
        attempt(lambda: pack(seller_order=part, parcels=[500] * boxes, actor=self.packer, at=timezone.now()))

    @rule(n=which)
    def cancel(self, n: int) -> None:
        order = self.orders[n % 2]
        attempt(lambda: cancel_order(order=order, actor=None, at=timezone.now()) if n == 3 else None)

    @rule()
    def freeze(self) -> None:
        attempt(lambda: freeze(run=self.run(), at=self.stop.run.cut_off_at))

    @rule(n=which, who=st.integers(0, 1), nonce=nonces)
    def load(self, n: int, who: int, nonce: str) -> None:
        driver: User = self.drivers[who]
        attempt(
            lambda: load(code=self.parcel(n), run=self.run(), driver=driver, nonce=f"l{n}{nonce}", at=timezone.now())
        )

    @rule(n=which, who=st.integers(0, 1), nonce=nonces)
    def receive(self, n: int, who: int, nonce: str) -> None:
        operator, point = self.operators[who], self.stop.point
        attempt(
            lambda: receive(code=self.parcel(n), point=point, operator=operator, nonce=f"r{nonce}", at=timezone.now())
        )

    @rule(n=st.integers(0, 1), who=st.integers(0, 1), off=st.sampled_from([0, 0, 0, 1000]), nonce=nonces)
    def hand_over(self, n: int, who: int, off: int, nonce: str) -> None:
        order = self.orders[n]
        attempt(
            lambda: hand_over(
                order=order,
                run_stop=self.stop,
                operator=self.operators[who],
                cash_vnd=order.total_vnd + off,
                nonce=nonce,
                found_by="code",
                at=timezone.now(),
            )
        )

    @precondition(lambda self: Parcel.objects.filter(state=ParcelState.AT_POINT).exists())
    @rule(n=which)
    def nobody_came(self, n: int) -> None:
        if n == 3:
            return_uncollected(run_stop=self.stop, at=self.stop.collect_by)

    @rule(n=which, who=st.integers(0, 1), nonce=nonces)
    def take_back(self, n: int, who: int, nonce: str) -> None:
        driver = self.drivers[who]
        attempt(
            lambda: take_back(code=self.parcel(n), run=self.run(), driver=driver, nonce=f"t{nonce}", at=timezone.now())
        )

    @rule(n=which, who=st.integers(0, 1), nonce=nonces)
    def bring_back(self, n: int, who: int, nonce: str) -> None:
        attempt(lambda: bring_back(code=self.parcel(n), actor=self.drivers[who], nonce=f"b{nonce}", at=timezone.now()))

    @invariant()
    def parcels_follow_the_path(self) -> None:
        states: dict[int, list[str]] = {}
        for parcel, state in CustodyEvent.objects.order_by("pk").values_list("parcel", "to_state"):
            states.setdefault(parcel, []).append(state)
        assert {parcel: path[-1] for parcel, path in states.items()} == dict(Parcel.objects.values_list("pk", "state"))
        for path in states.values():
            assert path[0] == ParcelState.PACKED
            assert all(is_legal(before, after) for before, after in pairwise(path))

    @invariant()
    def what_left_was_handed_over_and_paid(self) -> None:
        gone = Parcel.objects.filter(state=ParcelState.HANDED_OVER).values_list("seller_order__order", flat=True)
        assert set(gone) == set(HandOver.objects.values_list("order", flat=True))


def attempt(act) -> None:
    """Do something that may be refused; anything but a refusal is a fault."""
    try:
        with transaction.atomic():
            act()
    except (Refused, CancelTooLate):
        return


@pytest.mark.django_db
def test_whatever_is_done_in_whatever_order_nothing_breaks() -> None:
    few = settings(max_examples=10, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Road, settings=few)
