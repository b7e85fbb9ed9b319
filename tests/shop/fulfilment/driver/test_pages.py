import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shop.fulfilment.domain.returning import send_back
from shop.fulfilment.models import ParcelState
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState
from shop.shipping.enums import RunState
from shop.shipping.models import RunStop
from tests.factories.road import a_driver, a_stop, an_operator, carry, frozen, nonce, order_at, pack_up
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop() -> RunStop:
    return a_stop()


@pytest.fixture
def client(stop: RunStop) -> Client:
    return sign_in(stop.run.driver)


def url(name: str, stop: RunStop, *args: object) -> str:
    return reverse(f"driver:{name}", args=[stop.run_id, *args])


def state_of(stop: RunStop) -> str:
    stop.run.refresh_from_db()
    return stop.run.state


def test_a_driver_loads_departs_and_arrives(client: Client, stop: RunStop) -> None:
    box = pack_up(order_at(stop))[0]
    frozen(stop.run)
    assert "1</b>chưa lên xe" in client.get(url("run", stop)).content.decode()
    scanned = client.post(url("scan", stop, "len-xe"), {"code": box.code.lower(), "nonce": nonce()}, follow=True)
    assert f"Đã xếp kiện {box.code} lên xe." in scanned.content.decode()
    box.refresh_from_db()
    assert box.state == ParcelState.WITH_DRIVER
    assert "Đã xuất phát." in client.post(url("depart", stop), follow=True).content.decode()
    client.post(url("arrive", stop, stop.pk))
    assert state_of(stop) == RunState.ARRIVED
    refused = client.post(url("close", stop), follow=True).content.decode()
    assert "Còn 1 kiện trên xe" in refused
    assert state_of(stop) == RunState.ARRIVED


def test_a_wrong_parcel_is_refused_with_a_sentence(client: Client, stop: RunStop) -> None:
    other = pack_up(order_at(a_stop()))[0]
    frozen(stop.run)
    answer = client.post(url("scan", stop, "len-xe"), {"code": other.code, "nonce": nonce()})
    assert answer.status_code == 422
    assert other.run_stop.run.code in answer.content.decode()
    assert f'value="{other.code}"' in answer.content.decode()


def test_returning_parcels_are_taken_and_given_back(client: Client, stop: RunStop) -> None:
    order = order_at(stop)
    box = carry(order)[0]
    part = order.seller_orders.get()
    send_back(seller_order=part, actor=None, at=timezone.now())
    move(seller_order=part, to=SellerOrderState.RETURNING, actor=None, at=timezone.now())
    assert box.code in client.get(url("scan", stop, "lay-ve")).content.decode()
    client.post(url("scan", stop, "lay-ve"), {"code": box.code, "nonce": nonce()})
    assert box.code not in client.get(url("scan", stop, "lay-ve")).content.decode().split("Còn")[1]
    assert box.code in client.get(reverse("driver:home")).content.decode()
    client.post(url("scan", stop, "tra-nha-ban"), {"code": box.code, "nonce": nonce()})
    part.refresh_from_db()
    assert part.state == SellerOrderState.RETURNED


def test_another_drivers_run_is_not_there(stop: RunStop) -> None:
    stranger = sign_in(a_driver())
    frozen(stop.run)
    assert stop.run.code not in stranger.get(reverse("driver:home")).content.decode()
    assert stranger.get(url("run", stop)).status_code == 404
    assert stranger.get(url("scan", stop, "len-xe")).status_code == 404
    for name, args in (("depart", []), ("arrive", [stop.pk]), ("close", [])):
        assert stranger.post(url(name, stop, *args)).status_code == 404
    assert state_of(stop) == RunState.FROZEN


def test_another_runs_stop_is_not_arrived_at(client: Client, stop: RunStop) -> None:
    theirs = a_stop()
    assert client.post(url("arrive", stop, theirs.pk)).status_code == 404


def test_only_drivers_come_in(stop: RunStop) -> None:
    assert sign_in(an_operator(stop.point)).get(reverse("driver:home")).status_code == 403
    assert Client().get(reverse("driver:home")).status_code == 302


def test_a_run_costs_the_same_for_few_and_for_many_parcels(client: Client, stop: RunStop) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(url("run", stop))
        return len(captured)

    pack_up(order_at(stop))
    few = queries()
    for _ in range(6):
        pack_up(order_at(stop), parcels=2)
    assert queries() == few <= 12
