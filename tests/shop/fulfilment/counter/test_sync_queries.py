"""What one act of a sync costs: a bound that catches what is read again and again."""

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shop.fulfilment.models import HandOver
from tests.factories.counters import a_device, giving
from tests.factories.road import a_stop, an_operator, carry, order_at

pytestmark = pytest.mark.django_db
MOST_QUERIES_AN_ACT = 62  # 78 before what a batch reads was read once


def queries(client: Client, acts: list[dict[str, Any]]) -> int:
    body = json.dumps({"clock": timezone.now().isoformat(), "acts": acts})
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.post("/diem-truc/dong-bo/viec/", body, content_type="application/json").status_code == 200
    return len(caught)


def test_a_hand_over_of_one_parcel_costs_a_bounded_number_of_queries() -> None:
    stop, token = a_stop(), uuid.uuid4().hex
    orders = [order_at(stop) for _ in range(4)]
    for order in orders:
        carry(order)
    a_device(stop.point, an_operator(stop.point), token=token)
    client = Client(headers={"Authorization": f"Bearer {token}"})
    acts = [giving(order, stop, seq) for seq, order in enumerate(orders, start=1)]
    one = queries(client, acts[:1])
    three = queries(client, acts[1:])
    assert HandOver.objects.count() == 4
    each = (three - one) // 2
    assert each <= MOST_QUERIES_AN_ACT
    assert queries(client, acts) < 12
