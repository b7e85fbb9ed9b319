"""Counters send their hand-overs at the same moment: batches that hold the same goods wait for one another, once."""

import pytest
from django.utils import timezone

from catalogue.models import Product
from sellers.models import StockRecord
from shop.fulfilment.counter.domain.reading import Sent, read
from shop.fulfilment.counter.domain.taking import take
from shop.fulfilment.domain.handover import hand_over
from shop.fulfilment.models import CounterAct, HandOver
from shop.order.models import Order
from shop.shipping.models import RunStop
from tests.concurrency.barrier import outcomes as at_once
from tests.factories.counters import a_device, giving
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.road import a_stop, an_operator, carry, nonce
from tests.promises import broken

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
EACH = 4


def placed(stop: RunStop, goods: list[Product]) -> list[Order]:
    return [placed_order(*goods, stop=stop) for _ in range(EACH)]


def sent(orders: list[Order], stop: RunStop) -> list[Sent]:
    return [read(giving(order, stop, seq)) for seq, order in enumerate(orders, start=1)]


def test_two_points_a_doubled_message_and_a_page_give_the_same_goods_at_once() -> None:
    goods, stops = [stocked_product() for _ in range(3)], [a_stop(), a_stop()]
    orders = [placed(stops[0], goods), placed(stops[1], goods[::-1])]
    on_page = placed_order(goods[1], goods[0], stop=stops[0])
    for order in (*orders[0], *orders[1], on_page):
        carry(order)
    devices = [a_device(stop.point, an_operator(stop.point)) for stop in stops]
    operator, now = an_operator(stops[0].point), timezone.now()
    # The second point sends its orders the other way round; both have the same goods.
    first, second = sent(orders[0], stops[0]), sent(orders[1][::-1], stops[1])

    at_once(
        lambda: take(device=devices[0], acts=first, clock=now, at=now),
        lambda: take(device=devices[0], acts=first, clock=now, at=now),
        lambda: take(device=devices[1], acts=second, clock=now, at=now),
        lambda: hand_over(
            order=on_page,
            run_stop=stops[0],
            operator=operator,
            cash_vnd=on_page.total_vnd,
            nonce=nonce(),
            found_by="code",
            at=now,
        ),
    )

    assert HandOver.objects.count() == 2 * EACH + 1
    assert list(CounterAct.objects.values_list("outcome", flat=True)) == ["applied"] * 2 * EACH
    assert not StockRecord.objects.exclude(num_allocated=0).exists()
    assert broken() == []
