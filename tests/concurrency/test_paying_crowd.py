"""Buyers order and pay at one moment; the bank tells of each transfer twice. Small here, 100 in bench_payments."""

from __future__ import annotations

import os

import pytest

from shop.order.models import Order
from shop.payment.models import Receipt, Refund
from tests.concurrency.paying_crowd import TOLD, paying_servers, rush

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
BUYERS = int(os.environ.get("PAYING_CROWD", "12"))


def test_everybody_gets_an_order_and_each_transfer_counts_once() -> None:
    with paying_servers() as ports:
        made = rush(ports, BUYERS)
    assert [answer.status for answer in (*made.placed, *made.mixed_placed)] == [302] * 2 * BUYERS
    assert [answer.status for answer in made.told] == [200] * TOLD * BUYERS
    assert (Order.objects.count(), Order.objects.exclude(paid_at=None).count()) == (2 * BUYERS, BUYERS)
    assert (Receipt.objects.count(), Refund.objects.count()) == (BUYERS, 0)
    assert (made.deadlocks, made.broken) == (0, [])
