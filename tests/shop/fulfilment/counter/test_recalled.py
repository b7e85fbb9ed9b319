"""Goods of a recalled lot at the counter: marked on the device and the pages, not given, and followed up when given."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.lots.models import Lot
from shop.accounts.models import User
from shop.aftersales.domain.uncollected import return_uncollected
from shop.audit.models import AuditEvent
from shop.fulfilment.collecting.models import NoShow
from shop.fulfilment.counter.domain.reading import read
from shop.fulfilment.counter.domain.settling import NotOpen, apply_again, dismiss
from shop.fulfilment.counter.domain.taking import take
from shop.fulfilment.domain.handover import hand_over
from shop.fulfilment.domain.recalled import REASON, Recalled
from shop.fulfilment.domain.undoing import undo
from shop.fulfilment.models import ActOutcome, CounterAct, HandOverOutcome
from shop.fulfilment.queries.acts import open_acts
from shop.fulfilment.queries.counter import order_at as standing
from shop.fulfilment.queries.snapshot import snapshot
from shop.fulfilment.queries.together import may_be_given
from shop.order.enums import SellerOrderState
from shop.order.lots.domain.recalling import open_recall
from shop.order.lots.models import LineLot
from shop.order.models import Order, SellerOrder
from shop.shipping.models import RunStop
from tests.factories.counters import a_device, giving, hand_over_act
from tests.factories.people import UserFactory
from tests.factories.road import a_stop, an_operator, carry, order_at
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop() -> RunStop:
    return a_stop()


@pytest.fixture
def operator(stop: RunStop) -> User:
    return an_operator(stop.point)


def recall(part: SellerOrder, *, is_certain: bool = True) -> None:
    """Call back the lot that a part's good is of."""
    line = part.lines.get()
    units = {"quantity": 10, "on_hand": 10, "packed": line.quantity}
    lot = Lot.objects.create(product=line.product, code=f"L{part.pk}", produced_on="2026-01-01", **units)
    if is_certain:
        LineLot.objects.create(line=line, lot=lot, quantity=line.quantity, at=timezone.now())
    open_recall(lot=lot, reason="Sai nhãn", advice="Mang trả", actor=UserFactory(), at=timezone.now())


def two_parts(stop: RunStop) -> tuple[Order, SellerOrder, SellerOrder]:
    order = order_at(stop, sellers=2)
    carry(order)
    first, second = order.seller_orders.order_by("pk")
    return order, first, second


def test_who_could_not_be_given_anything_is_not_counted_as_one_who_did_not_come(stop) -> None:
    alone = order_at(stop)
    carry(alone)
    first = alone.seller_orders.get()
    recall(first)
    assert [part.pk for part in return_uncollected(run_stop=stop, at=stop.collect_by)] == [first.pk]
    assert NoShow.objects.count() == 0
    elsewhere = a_stop()
    another, recalled, _good = two_parts(elsewhere)
    recall(recalled)
    assert len(return_uncollected(run_stop=elsewhere, at=elsewhere.collect_by)) == 2
    assert NoShow.objects.get().order == another


def test_the_device_and_the_pages_are_told_which_part_is_not_given(stop, operator) -> None:
    order, first, second = two_parts(stop)
    before = snapshot(stop.point, at=timezone.now())
    assert [part["recall"] for part in before["stops"][0]["orders"][0]["parts"]] == [None, None]
    recall(first)
    recall(second, is_certain=False)
    (row,) = snapshot(stop.point, at=timezone.now())["stops"][0]["orders"]
    assert [part["recall"]["is_certain"] for part in row["parts"]] == [True, False]
    assert f"L{first.pk}" in row["parts"][0]["recall"]["told"]
    assert not may_be_given(standing(stop, order))
    client = sign_in(operator)
    assert "Thu hồi" in client.get(f"/diem-truc/diem-dung/{stop.pk}/").content.decode()


def test_a_page_keeps_the_recalled_part_and_gives_the_rest(stop, operator) -> None:
    order, first, second = two_parts(stop)
    recall(first)
    client = sign_in(operator)
    here = f"/diem-truc/diem-dung/{stop.pk}/don/{order.number}/"
    client.post(f"{here}doi-chieu/", {"agrees": "on"})
    shown = client.get(here)
    assert [parcel.seller_order_id for parcel in shown.context["taken"]] == [second.pk]
    assert (shown.context["reason"], shown.context["refused"]) == (REASON, [first])
    sent = {
        "nonce": uuid.uuid4().hex,
        "cash_vnd": shown.context["cash_vnd"],
        "parcels": [parcel.pk for parcel in shown.context["taken"]],
        "is_paid": "on",
        "reason": REASON,
    }
    assert client.post(here, sent).status_code == 302
    states = dict(order.seller_orders.values_list("pk", "state"))
    assert states == {first.pk: SellerOrderState.RETURNING, second.pk: SellerOrderState.DELIVERED}


def test_nobody_who_can_know_gives_a_recalled_part(stop, operator) -> None:
    order, first, _second = two_parts(stop)
    recall(first)
    given = {"order": order, "run_stop": stop, "operator": operator, "found_by": "name", "at": timezone.now()}
    with pytest.raises(Recalled, match=f"L{first.pk}"):
        hand_over(cash_vnd=order.total_vnd, nonce=uuid.uuid4().hex, **given)


def test_a_hand_over_without_network_is_in_the_books_and_waits_for_a_person(stop, operator) -> None:
    other = order_at(stop)
    order, first, second = two_parts(stop)
    carry(other)
    token = uuid.uuid4().hex
    a_device(stop.point, operator, token=token)
    recall(first)
    recall(second, is_certain=False)
    acts = [giving(order, stop, 1), giving(other, stop, 2)]
    body = json.dumps({"clock": timezone.now().isoformat(), "acts": acts})
    device = Client(headers={"Authorization": f"Bearer {token}"})
    answers = device.post("/diem-truc/dong-bo/viec/", body, content_type="application/json").json()["answers"]
    assert [(one["outcome"], one["cause"]) for one in answers] == [("applied", "recalled"), ("applied", "")]
    assert f"L{first.pk}" in answers[0]["told"] and f"L{second.pk}" not in answers[0]["told"]
    (act,) = open_acts([stop.point_id])
    assert act.hand_over and act.hand_over.outcome == HandOverOutcome.FULL
    with pytest.raises(NotOpen):
        apply_again(act=act, actor=operator, at=timezone.now())
    dismiss(act=act, actor=operator, note="Khách đã mang lại", at=timezone.now())
    assert not open_acts().exists()
    assert AuditEvent.objects.filter(action="counter_act.recall_followed").count() == 1
    with pytest.raises(NotOpen):
        dismiss(act=act, actor=operator, note="Lần nữa", at=timezone.now())


def test_keeping_the_recalled_part_back_or_undoing_leaves_nothing_open(stop, operator) -> None:
    whole = order_at(stop)
    order, first, second = two_parts(stop)
    carry(whole)
    device = a_device(stop.point, operator, token=uuid.uuid4().hex)
    recall(first)

    codes = list(second.parcels.values_list("code", flat=True))
    kept = hand_over_act(order.number, stop.pk, 1, kind="partial", parcels=codes, refused=[first.number], reason=REASON)
    kept["cash_vnd"] = order.total_vnd // 2
    recall(whole.seller_orders.get())
    now = timezone.now()
    take(device=device, acts=[read(kept), read(giving(whole, stop, 2))], clock=now, at=now)
    assert set(CounterAct.objects.values_list("outcome", flat=True)) == {ActOutcome.APPLIED}
    (open_act,) = open_acts()
    assert open_act.order == whole
    undo(hand_over=open_act.hand_over, operator=operator, at=open_act.hand_over.at)
    assert not open_acts().exists()
