"""Two devices at one point and a network that duplicates, loses, cuts and reorders: nothing twice, nothing lost."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from shop.aftersales.domain.uncollected import return_uncollected
from shop.fulfilment.amendments.models import Amendment, AmendmentKind
from shop.fulfilment.counter.domain import leases
from shop.fulfilment.counter.domain.reading import read
from shop.fulfilment.counter.domain.taking import take
from shop.fulfilment.domain.handover import hand_over
from shop.fulfilment.domain.refusal import Refused
from shop.fulfilment.models import ActOutcome, CounterAct, CustodyEvent, HandOver, Parcel, ParcelState
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.order.models import Order
from shop.shipping.models import RunStop
from tests.factories.counters import giving
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.road import a_stop, an_operator, carry
from tests.promises import broken

GIVEN = ("handed_over", "partial", "refused")
PAIR, EACH = 2, 49_000  # units of a good in an order, and what one costs in VND
VISITS = ("first", "second")  # what the first seller brought, then the rest
device = st.integers(0, 1)
order = st.integers(0, 1)
any_message = st.integers(0, 50)


class Phone:
    """What a device remembers: every act it confirmed, and those it has no answer for."""

    def __init__(self, lease) -> None:
        self.lease, self.confirmed, self.queue, self.clock = lease, [], [], timezone.now()

    def confirm(self, act: dict[str, Any]) -> None:
        self.clock += datetime.timedelta(seconds=20)
        act |= {"seq": len(self.confirmed) + 1, "at": self.clock.isoformat()}
        self.confirmed.append(act)
        self.queue.append(act)

    def hear(self, answers) -> None:
        heard = {answer.nonce for answer in answers}
        self.queue = [act for act in self.queue if act["nonce"] not in heard]


class Counter(RuleBasedStateMachine):
    """Parcels of one order still wait to be scanned in; the other order is ready."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.stop = a_stop()
        self.orders = [pairs_of_goods(self.stop, sellers=2), pairs_of_goods(self.stop, sellers=1)]
        carry(self.orders[0])
        carry(self.orders[1], to_point=False)
        self.operator = an_operator(self.stop.point)
        self.phones = [Phone(self.enrol()), Phone(self.enrol())]
        self.wire: list[tuple[int, str]] = []

    def enrol(self):
        lease, _token = leases.enrol(
            point=self.stop.point, operator=self.operator, label="máy", take_over=True, at=timezone.now()
        )
        return lease

    def teardown(self) -> None:
        try:
            self.everything_arrives_at_last()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            assert broken() == []
        finally:
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @rule(n=device, which=order, kind=st.sampled_from(GIVEN + VISITS), off=st.sampled_from([0, 0, 0, 1000]))
    def confirm_at_the_counter(self, n: int, which: int, kind: str, off: int) -> None:
        one = self.orders[which]
        parts = list(one.seller_orders.order_by("pk"))
        act = giving(one, self.stop, 0, kind={"first": "partial", "second": "handed_over"}.get(kind, kind))
        if kind == "first" and len(parts) > 1:
            act, parts = act | {"rest": [part.number for part in parts[1:]]}, parts[:1]
        elif kind == "second" and len(parts) > 1:
            act, parts = act | {"earlier": [parts[0].number]}, parts[1:]
        left = parts if kind == "refused" else parts[1:] if kind == "partial" else []
        kept = [part.pk for part in parts if part not in left]
        codes = Parcel.objects.filter(seller_order__in=kept, is_left=False).values_list("code", flat=True)
        act |= {
            "refused": [part.number for part in left],
            "reason": "Khách đổi ý" if left else "",
            "parcels": sorted(codes),
            "cash_vnd": sum(part.total_vnd for part in parts if part.pk in kept) + off * bool(kept),
        }
        self.phones[n].confirm(act)

    @rule(n=device, which=order, takes=st.integers(0, PAIR), is_given=st.booleans())
    def take_fewer(self, n: int, which: int, takes: int, is_given: bool) -> None:
        """The buyer leaves some of what the device's snapshot shows, and takes the order after it."""
        one, line = self.orders[which], self.orders[which].lines.order_by("pk")[0]
        units = [{"line": line.pk, "title": line.title, "had": PAIR, "takes": takes}]
        act = {"nonce": uuid.uuid4().hex, "kind": "less", "order": one.number, "stop": self.stop.pk, "units": units}
        self.phones[n].confirm({**act, "part": line.seller_order.number, "reason": "Khách đổi ý"})
        if is_given:
            codes = Parcel.objects.filter(seller_order__order=one, is_left=False).values_list("code", flat=True)
            cash_vnd = EACH * (PAIR * one.lines.count() - PAIR + takes)
            said = {"parcels": sorted(codes), "cash_vnd": cash_vnd, "after": [act["nonce"]]}
            self.phones[n].confirm(giving(one, self.stop, 0, **said))

    @precondition(lambda self: any(phone.confirmed for phone in self.phones))
    @rule(n=device, back=st.integers(1, 3))
    def undo(self, n: int, back: int) -> None:
        given = [act for act in self.phones[n].confirmed[-back:] if act["kind"] in GIVEN]
        if given:
            self.phones[n].confirm({"nonce": uuid.uuid4().hex, "kind": "undo", "of": given[0]["nonce"]})

    @rule(n=device, wrong=st.booleans())
    def scan_a_parcel_in(self, n: int, wrong: bool) -> None:
        code = "K-2222-2" if wrong else Parcel.objects.get(seller_order__order=self.orders[1], is_left=False).code
        self.phones[n].confirm({"nonce": uuid.uuid4().hex, "kind": "received", "parcel": code})

    @rule(n=device, few=st.integers(1, 3), newest=st.booleans())
    def send(self, n: int, few: int, newest: bool) -> None:
        """Some of the queue leaves, not always the oldest first: an earlier message was lost."""
        queue = self.phones[n].queue
        self.wire.append((n, json.dumps(queue[-few:] if newest else queue[:few])))

    @precondition(lambda self: self.wire)
    @rule(at=any_message, is_kept=st.booleans(), is_heard=st.booleans())
    def deliver(self, at: int, is_kept: bool, is_heard: bool) -> None:
        """Any message arrives, perhaps again later; its answer may be lost."""
        n, text = self.wire[at % len(self.wire)]
        if not is_kept:
            self.wire.remove((n, text))
        answers = self.server(n, json.loads(text))
        if is_heard:
            self.phones[n].hear(answers)

    @rule(which=order)
    def hand_over_on_the_page(self, which: int) -> None:
        one = self.orders[which]
        refusable(
            lambda: hand_over(
                order=one,
                run_stop=self.stop,
                operator=self.operator,
                cash_vnd=one.total_vnd,
                nonce=uuid.uuid4().hex,
                found_by="code",
                at=timezone.now(),
            )
        )

    @rule(n=st.integers(0, 5))
    def nobody_came(self, n: int) -> None:
        if n == 5:
            return_uncollected(run_stop=self.stop, at=self.stop.collect_by)

    def server(self, n: int, acts: list[dict[str, Any]]):
        phone = self.phones[n]
        return take(device=phone.lease, acts=[read(act) for act in acts], clock=phone.clock, at=timezone.now())

    def everything_arrives_at_last(self) -> None:
        for n, phone in enumerate(self.phones):
            phone.hear(self.server(n, phone.queue))
            assert phone.queue == []
        self.nothing_confirmed_is_lost()

    def nothing_confirmed_is_lost(self) -> None:
        confirmed = {act["nonce"]: act for phone in self.phones for act in phone.confirmed}
        kept = {act.nonce: act for act in CounterAct.objects.select_related("hand_over")}
        assert set(kept) == set(confirmed)
        undone = {act["of"] for act in confirmed.values() if act["kind"] == "undo"}
        for nonce, act in kept.items():
            if act.outcome == ActOutcome.APPLIED and act.kind in GIVEN:
                assert act.hand_over.nonce == nonce
            elif act.settled_at:
                assert nonce in undone

    @invariant()
    def each_order_is_handed_over_at_most_once(self) -> None:
        for parcel in Parcel.objects.all():
            events = CustodyEvent.objects.filter(parcel=parcel).values_list("from_state", "to_state")
            given = sum(to == ParcelState.HANDED_OVER for _, to in events)
            back = sum(before == ParcelState.HANDED_OVER for before, _ in events)
            assert given - back == (parcel.state == ParcelState.HANDED_OVER)
        standing = HandOver.objects.filter(undone_at=None, rest_waits=False)
        assert standing.count() == standing.values("order").distinct().count()

    @invariant()
    def each_report_of_fewer_units_counts_once_and_no_part_is_reduced_twice(self) -> None:
        done = CounterAct.objects.filter(kind="less", outcome=ActOutcome.APPLIED)
        reduced = list(Amendment.objects.filter(kind=AmendmentKind.LEFT).values_list("seller_order", flat=True))
        assert done.count() == len(reduced) == len(set(reduced))

    @invariant()
    def the_drawer_holds_what_was_taken(self) -> None:
        taken = HandOver.objects.filter(undone_at=None).aggregate(sum=Sum("cash_vnd", default=0))["sum"]
        assert balance(AccountKind.CASH_DRAWER, str(self.stop.point_id)) == taken


def pairs_of_goods(stop: RunStop, *, sellers: int) -> Order:
    return placed_order(*[(stocked_product(price=EACH), PAIR) for _ in range(sellers)], stop=stop)


def refusable(act) -> None:
    try:
        with transaction.atomic():
            act()
    except Refused:
        return


@pytest.mark.django_db
def test_whatever_the_network_does_nothing_happens_twice_and_nothing_is_lost() -> None:
    few = settings(max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Counter, settings=few)
