"""What a sync costs: hand-overs are taken together, so one more of them adds no statement; and one bad act among them
spoils nothing."""

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shop.fulfilment.domain import handover
from shop.fulfilment.models import HandOver
from shop.fulfilment.queries.acts import open_acts
from shop.order.models import Order
from shop.shipping.models import RunStop
from tests.factories.counters import a_device, giving
from tests.factories.road import a_stop, an_operator, carry, order_at
from tests.promises import broken

pytestmark = pytest.mark.django_db
MOST_QUERIES_AN_ACT = 0  # 62 while each was written alone
MOST_QUERIES_A_SYNC = 72


def ready_orders(count: int) -> tuple[RunStop, list[Order], Client]:
    """Return orders that lie at a stop, and a client that speaks as its device."""
    stop, token = a_stop(), uuid.uuid4().hex
    orders = [order_at(stop) for _ in range(count)]
    for order in orders:
        carry(order)
    a_device(stop.point, an_operator(stop.point), token=token)
    return stop, orders, Client(headers={"Authorization": f"Bearer {token}"})


def sync(client: Client, acts: list[dict[str, Any]]) -> tuple[int, list[dict[str, Any]]]:
    body = json.dumps({"clock": timezone.now().isoformat(), "acts": acts})
    with CaptureQueriesContext(connection) as caught:
        response = client.post("/diem-truc/dong-bo/viec/", body, content_type="application/json")
    assert response.status_code == 200
    return len(caught), response.json()["answers"]


def test_one_more_hand_over_adds_no_query_to_a_sync() -> None:
    stop, orders, client = ready_orders(8)
    acts = [giving(order, stop, seq) for seq, order in enumerate(orders, start=1)]
    two, six = sync(client, acts[:2])[0], sync(client, acts[2:])[0]
    assert HandOver.objects.count() == 8
    assert (six - two) / 4 <= MOST_QUERIES_AN_ACT
    assert six <= MOST_QUERIES_A_SYNC
    assert sync(client, acts)[0] < 12
    assert broken() == []


def test_an_act_that_fails_unforeseen_is_left_to_a_person_and_the_others_go_through(monkeypatch, caplog) -> None:
    stop, orders, client = ready_orders(3)
    acts = [giving(order, stop, seq) for seq, order in enumerate(orders, start=1)]
    settle = handover.settle_all

    def fail_on_one(delivered: Any) -> None:
        settle(delivered)
        if any(part.order_id == orders[1].pk for part in delivered):
            raise ArithmeticError("the second order cannot be settled")

    monkeypatch.setattr(handover, "settle_all", fail_on_one)
    _queries, answers = sync(client, acts)
    assert [(one["outcome"], one["cause"]) for one in answers] == [
        ("applied", ""),
        ("conflict", "error"),
        ("applied", ""),
    ]
    assert set(HandOver.objects.values_list("order", flat=True)) == {orders[0].pk, orders[2].pk}
    [left] = open_acts([stop.point_id])
    assert (left.cause, left.nonce) == ("error", acts[1]["nonce"])
    logged = [record.getMessage() for record in caplog.records if record.exc_info]
    assert [told.split(" ", 1)[0] for told in logged] == ["3", "act"]  # the three together, then the one to blame
    assert broken() == []
