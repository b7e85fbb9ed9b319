"""Orders placed while a run is frozen are on its manifest or refused, never in between."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from shop.checkout.domain.problems import CutOffPassed
from shop.fulfilment.domain.freeze import freeze
from shop.fulfilment.models import Manifest
from shop.order.models import SellerOrder
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import UserFactory
from tests.factories.road import a_stop

BUYERS = 6


@pytest.mark.django_db(transaction=True)
def test_an_order_placed_at_the_freeze_is_on_the_manifest_or_refused() -> None:
    stop, actor = a_stop(), UserFactory()
    goods = [stocked_product() for _ in range(BUYERS)]
    barrier, refused, faults = threading.Barrier(BUYERS + 1), [], []

    def buy(number: int) -> None:
        barrier.wait(timeout=20)
        try:
            placed_order(goods[number], stop=stop, buyer_phone=f"+8491234567{number}")
        except CutOffPassed:
            refused.append(number)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    def close() -> None:
        barrier.wait(timeout=20)
        try:
            freeze(run=stop.run, at=timezone.now(), actor=actor, reason="Xe đầy")
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=buy, args=(number,)) for number in range(BUYERS)]
    threads.append(threading.Thread(target=close))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    placed = set(SellerOrder.objects.values_list("pk", flat=True))
    assert set(Manifest.objects.get().lines.values_list("seller_order", flat=True)) == placed
    assert len(placed) + len(refused) == BUYERS
