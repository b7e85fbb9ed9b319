"""The paying page: what it shows while waiting, when paid, short and expired; for the buyer alone."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shop.aftersales.domain.expiry import expire
from shop.checkout.pay_page import pay_address
from shop.order.models import Order
from tests.factories.goods import stocked_product
from tests.factories.payments import attempt, pay, set_up_transfers, transfer, waiting_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(settings: Any) -> Order:
    set_up_transfers(settings)
    return waiting_order(stocked_product(price=30_000))


def page(client: Client, order: Order, **headers: str) -> str:
    return client.get(pay_address(order), headers=headers).content.decode()


def test_waiting_shows_code_and_account_and_asks_again(client: Client, order: Order) -> None:
    shown = page(client, order)
    assert attempt(order).reference in shown and "1234567890123" in shown and "every 5s" in shown
    picture = client.get(f"/don-hang/{order.number}/tra-tien/{attempt(order).pk}/qr.svg?khoa={order.token}")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
    file = client.get(f"/don-hang/{order.number}/tra-tien/{attempt(order).pk}/qr.png?khoa={order.token}")
    assert file.content.startswith(b"\x89PNG")
    assert client.get(f"/don-hang/{order.number}/tra-tien/{attempt(order).pk}/qr.svg").status_code == 404


def test_the_order_hides_its_code_until_it_is_paid(client: Client, order: Order) -> None:
    address = order.get_absolute_url()
    assert "Đơn chờ trả tiền" in client.get(address).content.decode()
    stop = order.seller_orders.get().run_stop_id
    picture = f"/don-hang/{order.number}/ma-{stop}/qr.svg?khoa={order.token}"
    assert client.get(picture).status_code == 404
    pay(order)
    assert "Đã trả" in client.get(address).content.decode()
    assert client.get(picture).status_code == 200


def test_states_are_told_and_the_asking_ends(client: Client, order: Order) -> None:
    transfer(10_000, attempt(order).reference)
    assert "còn thiếu 20.000" in page(client, order)
    transfer(20_000, attempt(order).reference)
    shown = page(client, order, **{"HX-Request": "true"})
    assert "Đã nhận đủ tiền" in shown and "every 5s" not in shown and "<html" not in shown


def test_an_expired_order_says_so(client: Client, order: Order) -> None:
    expire(order_id=order.pk, at=timezone.now() + datetime.timedelta(minutes=31))
    shown = page(client, order)
    assert "Hết giờ giữ hàng" in shown and "every 5s" not in shown


def test_switching_to_cash_from_the_page(client: Client, order: Order) -> None:
    answer = client.post(pay_address(order), {"cach": "cash"})
    assert answer["Location"] == order.get_absolute_url()
    order.refresh_from_db()
    assert (order.payment_method, order.pay_until) == ("cash", None)
    assert client.post(pay_address(order), {"cach": "vietqr"}).status_code == 302
    order.refresh_from_db()
    assert order.payment_method == "cash"


def test_an_unknown_way_is_refused(client: Client, order: Order) -> None:
    assert client.post(pay_address(order), {"cach": "barter"})["Location"] == pay_address(order)
    assert attempt(order).is_live
