"""A buyer enters and removes a code in the basket and at checkout, without JavaScript; what was typed stays."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from shop.basket.code_entry import BUYER, NETWORK
from shop.communication.models import Message
from shop.order.models import Order
from shop.settings.sign_in import ACCOUNT_RATE_LIMITS
from shop.vouchers.enums import VoucherState
from shop.vouchers.models import BasketVoucher
from tests.factories.baskets import put_in_basket
from tests.factories.goods import stocked_product
from tests.factories.people import UserFactory
from tests.factories.places import CommuneFactory, PointFactory, RunStopFactory
from tests.factories.vouchers import a_voucher
from tests.shop.checkout.views.test_paying import PAGE, answers, hidden
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
BASKET = "/gio-hang/"


def enter(client: Client, code: str) -> str:
    """Type a code on the basket page; return the page that follows."""
    return client.post(reverse("basket:voucher"), {"ma": code}, follow=True).content.decode()


def test_a_code_is_used_and_removed_in_the_basket(client: Client) -> None:
    put_in_basket(client, stocked_product(price=100_000), 2)
    a_voucher(code="NHONGON", amount_vnd=20_000, minimum_vnd=150_000)

    page = enter(client, " nho ngon ")
    assert "−20.000" in page and "180.000" in page and "NHONGON" in page

    client.post(reverse("basket:voucher_remove"))
    page = client.get(BASKET).content.decode()
    assert "NHONGON" not in page and not BasketVoucher.objects.exists()


def test_a_refused_code_stays_in_its_field_with_a_reason(client: Client) -> None:
    put_in_basket(client, stocked_product(price=100_000))
    a_voucher(code="DANGDUNG", state=VoucherState.PAUSED)
    for typed, told in (("SAIMA", "Không có mã"), ("DANGDUNG", "tạm dừng"), ("  ", "Ghi mã giảm giá")):
        answer = client.post(reverse("basket:voucher"), {"ma": typed})
        assert answer.status_code == 422 and told in answer.content.decode()
        assert answer.context["typed_code"] == typed
    assert not BasketVoucher.objects.exists()


def test_a_code_below_its_minimum_waits_and_works_once_there_is_enough(client: Client) -> None:
    line = put_in_basket(client, stocked_product(price=100_000))
    a_voucher(code="DONLON", amount_vnd=20_000, minimum_vnd=150_000)
    assert "Mua thêm 50.000" in enter(client, "DONLON").replace("\u00a0", " ")
    # The Enter key presses the first button of the form; a typed code is never lost by it.
    client.post(reverse("basket:update"), {f"sl-{line.pk}": "2"})
    assert "−20.000" in client.get(BASKET).content.decode()


@pytest.fixture
def at_checkout(client: Client):
    stop = RunStopFactory(point=PointFactory(commune=CommuneFactory()))
    put_in_basket(client, stocked_product(price=100_000), 2)
    return stop


def test_an_order_is_placed_at_the_price_after_the_code(client: Client, at_checkout) -> None:
    voucher = a_voucher(code="CHAOBAN", amount_vnd=20_000, minimum_vnd=150_000)
    form = {**answers(at_checkout), **hidden(client)}

    page = client.post(PAGE, {**form, "voucher": "chaoban", "buoc": "ma"})
    assert page.status_code == 200 and page.context["review"].discount_vnd == 20_000
    assert page.context["form"]["name"].value() == "Nguyễn Thị Hạnh"

    client.post(PAGE, {**answers(at_checkout), **hidden(client)})
    order = Order.objects.get()
    assert (order.discount_vnd, order.voucher_code) == (20_000, voucher.code)
    told = Message.objects.get(template="order_placed").body.replace("\u00a0", " ")
    assert "(mã CHAOBAN giảm 20.000 ₫)" in told
    shown = client.get(order.get_absolute_url()).content.decode()
    assert "CHAOBAN" in shown and "−20.000" in shown


def test_a_code_that_was_typed_but_not_used_is_used_before_anything_is_ordered(client: Client, at_checkout) -> None:
    a_voucher(code="CHAOBAN", amount_vnd=20_000, minimum_vnd=150_000)
    page = client.post(PAGE, {**answers(at_checkout), **hidden(client), "voucher": "CHAOBAN"})
    assert page.context["review"].discount_vnd == 20_000 and not Order.objects.exists()
    page = client.post(PAGE, {**answers(at_checkout), **hidden(client), "buoc": "bo-ma"})
    assert page.context["review"].discount_vnd == 0
    page = client.post(PAGE, {**answers(at_checkout), **hidden(client), "voucher": "SAI MA"})
    assert page.status_code == 422 and "Không có mã" in page.content.decode() and "SAI MA" in page.content.decode()


def test_a_code_that_ran_out_meanwhile_is_told_beside_it(client: Client, at_checkout) -> None:
    voucher = a_voucher(code="CHAOBAN", amount_vnd=20_000, minimum_vnd=150_000)
    form = {**answers(at_checkout), **hidden(client)}
    client.post(PAGE, {**form, "voucher": "CHAOBAN", "buoc": "ma"})
    seen = hidden(client)
    voucher.state = VoucherState.PAUSED
    voucher.save(update_fields=["state"])

    page = client.post(PAGE, {**answers(at_checkout), **seen})

    assert page.status_code == 422 and "tạm dừng" in page.content.decode() and not Order.objects.exists()
    client.post(PAGE, {**answers(at_checkout), **hidden(client), "buoc": "bo-ma"})
    client.post(PAGE, {**answers(at_checkout), **hidden(client)})
    assert Order.objects.get().discount_vnd == 0


def test_guessing_codes_is_slowed_down_by_buyer_and_by_network_but_signing_in_helps(client: Client, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"voucher_guess": "3/10m/key", "voucher_guess_network": "5/10m/ip"}
    cache.clear()
    put_in_basket(client, stocked_product(price=100_000), 2)
    voucher = a_voucher(code="NHONGON", amount_vnd=20_000, minimum_vnd=150_000)
    assert all("Không có mã" in enter(client, f"DOAN{number}") for number in range(3))
    assert "Đợi 10 phút" in enter(client, "DOAN9")
    assert "Đợi 10 phút" in enter(client, voucher.code)  # else the right one would tell itself apart

    another = Client()
    put_in_basket(another, stocked_product(price=100_000), 2)
    assert all("Không có mã" in enter(another, f"DOAN{number}") for number in (3, 4))
    assert "Mạng bạn đang dùng" in enter(another, voucher.code)
    elsewhere, neighbour = Client(REMOTE_ADDR="203.0.113.9"), sign_in(UserFactory())
    for honest in (elsewhere, neighbour):
        put_in_basket(honest, stocked_product(price=100_000), 2)
        assert "−20.000" in enter(honest, voucher.code)


def test_right_codes_and_refused_ones_count_nothing(client: Client, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"voucher_guess": "1/10m/key", "voucher_guess_network": "1/10m/ip"}
    cache.clear()
    put_in_basket(client, stocked_product(price=100_000), 2)
    a_voucher(code="DANGDUNG", state=VoucherState.PAUSED)
    a_voucher(code="NHONGON", amount_vnd=20_000, minimum_vnd=150_000)
    assert all("tạm dừng" in enter(client, "DANGDUNG") for _again in range(2))
    assert all("−20.000" in enter(client, "NHONGON") for _again in range(2))


def test_the_shop_itself_limits_guessing() -> None:
    """Tests set limits of their own; an action without one is not limited at all."""
    assert {BUYER, NETWORK} <= set(ACCOUNT_RATE_LIMITS)
