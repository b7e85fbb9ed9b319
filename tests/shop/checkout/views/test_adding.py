"""From the order page to a linked order, without JavaScript."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from shop.accounts.enums import Role
from shop.order.models import Order
from shop.shipping.models import Run, RunStop
from tests.factories.goods import stocked_product
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import PointFactory, RunStopFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop() -> RunStop:
    return RunStopFactory(point=PointFactory(fee_vnd=2_000))


@pytest.fixture
def first(stop: RunStop) -> Order:
    return placed_order(stocked_product(price=10_000), stop=stop)


def address(name: str, order: Order) -> str:
    return f"{reverse(f'checkout:{name}', args=[order.number])}?khoa={order.token}"


def page_of(client, order: Order) -> str:
    return client.get(order.get_absolute_url()).content.decode()


def begin(client, first: Order, stop: RunStop) -> str:
    """Choose to add to an order, put another good of its seller into the basket, and open the checkout."""
    assert reverse("checkout:add", args=[first.number]) in page_of(client, first)
    assert stop.point.name in client.get(address("add", first)).content.decode()
    client.post(address("add", first), {"stop": stop.pk})
    good = stocked_product(price=5_000, seller=first.seller_orders.get().seller)
    client.post(reverse("basket:add", args=[good.pk]), {"so_luong": 1, "quantity": 1})
    return client.get(reverse("checkout:checkout")).content.decode()


def send(client, html: str, **changes: str):
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', html))
    page = client.get(reverse("checkout:checkout")).context["page"]
    return client.post(reverse("checkout:checkout"), {**page.values, "payment": "cash", **fields, **changes})


def test_goods_are_added_under_one_charge_and_both_pages_say_so(client, first, stop):
    html = begin(client, first, stop)
    assert f"Thêm vào đơn {first.number}" in html
    send(client, html)
    second = Order.objects.exclude(pk=first.pk).get()
    assert (second.added_to, second.delivery_vnd, second.total_vnd) == (first, 0, 5_000)
    assert f"Đơn thêm {second.number}" in page_of(client, first)
    assert f"Đơn đầu {first.number}" in page_of(client, second)
    part = second.seller_orders.get()
    seller_page = sign_in(GrantFactory(user=UserFactory(), role=Role.SELLER_OWNER, seller=part.seller).user)
    html = seller_page.get(reverse("seller_centre:order", args=[part.number])).content.decode()
    assert first.seller_orders.get().number in html
    assert "chuyển sang đơn đó" in client.get(address("cancel", first)).content.decode()


def test_an_order_of_its_own_pays_as_usual(client, first, stop):
    html = begin(client, first, stop)
    page = client.get(reverse("checkout:checkout")).context["page"]
    html = client.post(
        reverse("checkout:checkout"),
        {**page.values, "payment": "cash", "buoc": "rieng", "gio": re.search(r'name="gio" value="([^"]*)"', html)[1]},
    ).content.decode()
    assert "Thêm vào đơn" not in html
    send(client, html)
    second = Order.objects.exclude(pk=first.pk).get()
    assert (second.added_to, second.delivery_vnd) == (None, 2_000)


def test_a_closed_run_offers_nothing(client, first, stop):
    Run.objects.update(cut_off_at=timezone.now())
    assert reverse("checkout:add", args=[first.number]) not in page_of(client, first)
    assert "đã chốt" in client.get(address("add", first)).content.decode()
    client.post(address("add", first), {"stop": stop.pk})
    assert "checkout_adding" not in client.session


def test_a_stranger_adds_nothing(client, first):
    address = reverse("checkout:add", args=[first.number])
    assert client.get(f"{address}?khoa={uuid.uuid4().hex}").status_code == 404
