"""The order's own pages: who sees them, what they say, cancelling, finding them again."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sellers.models import StockRecord
from shop.communication.models import Message
from shop.order.domain.codes import reveal
from shop.order.domain.transitions import move
from shop.order.enums import SellerOrderState
from shop.order.models import Order, PickUpCode
from shop.shipping.models import HomeDeliveryRate, Run
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.orders import BUYER_PHONE, placed_order
from tests.factories.people import UserFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
NAMES = ("order", "contract", "contract_file", "cancel")


def address(name: str, order: Order, token: str = "") -> str:
    return f"{reverse(f'checkout:{name}', args=[order.number])}?khoa={token or order.token}"


def test_the_link_shows_number_code_place_goods_and_money(client):
    seller = SellerFactory(name="HTX Tỏi Gió")
    order = placed_order((stocked_product(title="Tỏi đen", seller=seller, price=245_000, unit="hũ"), 2))
    stop = order.seller_orders.get().run_stop
    page = client.get(order.get_absolute_url())
    html = page.content.decode()

    digits = reveal(PickUpCode.objects.get())
    for fact in (
        order.number,
        f"{digits[:3]} {digits[3:]}",
        stop.point.name,
        "Tỏi đen",
        "2 hũ",
        "HTX Tỏi Gió",
        "490.000\xa0₫",
        "Đã đặt",
        "Hủy được tới",
        stop.run.code,
    ):
        assert fact in html, fact
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "no-referrer"
    assert "<svg xmlns" not in html and "style=" not in html


def test_a_wrong_token_number_or_stranger_gets_the_same_page_that_reveals_nothing():
    order = placed_order(stocked_product(title="Bí mật của người mua"))
    other = placed_order()
    stranger = sign_in(UserFactory())
    unverified = sign_in(UserFactory(phone=BUYER_PHONE, phone_verified_at=None))
    asked = [
        Client().get(address(name, order, token)) for name in NAMES for token in ("sai", other.token, order.token[:-1])
    ]
    asked += [Client().get(reverse("checkout:order", args=[order.number]))]
    asked += [
        client.get(reverse(f"checkout:{name}", args=[order.number]))
        for client in (stranger, unverified)
        for name in NAMES
    ]
    stop = order.pick_up_codes.get().run_stop_id
    asked += [Client().get(reverse("checkout:order_qr", args=[order.number, stop]) + "?khoa=sai")]
    for answer in asked:
        assert answer.status_code == 404
        for secret in ("Bí mật của người mua", order.buyer_name, "0912 345 678", order.token):
            assert secret not in answer.content.decode()
    assert Client().get(reverse("checkout:order", args=["CP-26-000000"])).status_code == 404


def test_the_signed_in_buyer_needs_no_token():
    buyer = UserFactory(phone="+84909111222")
    mine = placed_order(user=buyer)
    as_guest = placed_order(buyer_phone=buyer.phone)
    client = sign_in(buyer)
    for order in (mine, as_guest):
        assert client.get(reverse("checkout:order", args=[order.number])).status_code == 200


def test_the_qr_is_a_picture_of_the_claim(client):
    order = placed_order()
    code = order.pick_up_codes.get()
    qr = client.get(reverse("checkout:order_qr", args=[order.number, code.run_stop_id]) + f"?khoa={order.token}")
    assert qr["Content-Type"] == "image/svg+xml" and qr.content.lstrip().startswith(b"<?xml")
    assert "no-store" in qr["Cache-Control"]

    PickUpCode.objects.update(used_at=timezone.now())
    assert client.get(qr.request["PATH_INFO"] + f"?khoa={order.token}").status_code == 404
    html = client.get(order.get_absolute_url()).content.decode()
    assert "Mã nhận hàng đã dùng" in html and reveal(code)[:3] + " " + reveal(code)[3:] not in html


def test_the_timeline_follows_the_parts(client):
    order = placed_order(stocked_product(), stocked_product())
    first, second = order.seller_orders.all()
    at = timezone.now()
    move(seller_order=first, to=SellerOrderState.PACKED, actor=None, at=at)

    def marks() -> list[tuple[str, str, str]]:
        steps = client.get(order.get_absolute_url()).context["page"].timelines[0][1]
        return [(step.label, step.mark, step.hint) for step in steps[:4]]

    assert marks()[:3] == [
        ("Đã đặt hàng", "done", ""),
        ("Người bán xác nhận", "now", "1/2 người bán đã xong"),
        ("Đóng gói xong", "", "1/2 người bán đã xong"),
    ]
    move(seller_order=second, to=SellerOrderState.PACKED, actor=None, at=at)
    assert [mark for _, mark, _ in marks()] == ["done", "done", "done", "now"]

    part = client.get(order.get_absolute_url(), HTTP_HX_REQUEST="true").content.decode()
    assert 'id="timeline"' in part and 'id="status"' in part and "<html" not in part


def test_cancelling_asks_once_more_then_gives_everything_back():
    order = placed_order((stocked_product(), 3))
    client = Client(enforce_csrf_checks=True)
    page = client.get(address("cancel", order))
    assert page["Referrer-Policy"] == "same-origin"
    assert StockRecord.objects.get().num_allocated == 3

    token = {"csrfmiddlewaretoken": str(page.context["csrf_token"])}
    answer = client.post(address("cancel", order), token, follow=True)
    assert "Đã hủy đơn. Bạn không phải trả gì." in answer.content.decode()
    assert "Đã hủy" in answer.content.decode()
    assert StockRecord.objects.get().num_allocated == 0
    assert Order.objects.get().status == SellerOrderState.CANCELLED


def test_after_cut_off_cancelling_is_not_offered_and_refused(client):
    order = placed_order()
    passed = timezone.now() - datetime.timedelta(minutes=1)
    Run.objects.update(cut_off_at=passed)
    Order.objects.update(cancel_until=passed)
    assert "Hủy được tới" not in client.get(order.get_absolute_url()).content.decode()
    answer = client.post(address("cancel", order), follow=True)
    assert "không hủy được nữa" in answer.content.decode()
    assert Order.objects.get().status == SellerOrderState.PLACED


def test_the_contract_can_be_read_and_kept(client):
    seller = SellerFactory(name="HTX Tỏi", tax_code="4599999999", address_line="Số 5 Yersin")
    product = stocked_product(title="Tỏi đen", seller=seller, price=245_000, origin="Khánh Hòa & lân cận")
    order = placed_order((product, 2))
    shown, file = client.get(address("contract", order)), client.get(address("contract_file", order))
    assert file["Content-Type"].startswith("text/plain")
    assert file["Content-Disposition"] == f'attachment; filename="hop-dong-{order.number}.txt"'
    facts = (
        order.number,
        "Nguyễn Thị Lan",
        "HTX Tỏi",
        "4599999999",
        "Số 5 Yersin",
        "Tỏi đen",
        "490.000\xa0₫",
        "đổi, trả",
    )
    for fact in facts:
        assert fact in shown.content.decode() and fact in file.content.decode(), fact
    assert "Khánh Hòa & lân cận" in file.content.decode()


def test_finding_an_order_sends_the_link_and_never_shows_it(client):
    order = placed_order()
    Message.objects.all().delete()
    right = client.post("/don-hang/", {"number": order.number.lower(), "phone": "0912 345 678"})
    wrong = client.post("/don-hang/", {"number": order.number, "phone": "0912 345 679"})
    unknown = client.post("/don-hang/", {"number": "CP-26-1", "phone": "0912 345 678"})

    assert "Nếu số đơn và số 0912 345 678 khớp nhau" in right.content.decode()
    assert right.content == unknown.content
    assert wrong.status_code == 200
    for answer in (right, wrong, unknown):
        assert order.token not in answer.content.decode()
    message = Message.objects.get()
    assert message.recipient == BUYER_PHONE and order.get_absolute_url() in message.body

    client.post("/don-hang/", {"number": order.number, "phone": "0912 345 678"})
    assert Message.objects.count() == 1


def test_finding_an_order_keeps_what_was_typed_when_it_is_wrong(client):
    page = client.post("/don-hang/", {"number": "CP-26-1", "phone": "0912"})
    assert page.status_code == 422
    assert 'value="0912"' in page.content.decode() and "thiếu 6 chữ số" in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_lines(client, django_assert_max_num_queries):
    small = placed_order()
    large = placed_order(*[stocked_product() for _ in range(6)])
    client.get(small.get_absolute_url())
    with django_assert_max_num_queries(20) as few:
        client.get(small.get_absolute_url())
    with django_assert_max_num_queries(20) as many:
        client.get(large.get_absolute_url())
    assert len(many) == len(few)


def test_home_delivery_shows_address_and_no_stop_on_the_way(client):
    seller = SellerFactory()
    HomeDeliveryRate.objects.create(seller=seller, amount_vnd=15_000)
    order = placed_order(
        stocked_product(seller=seller, price=100_000),
        delivery_kind="home",
        commune_code=seller.commune_id,
        address_line="Số 12, thôn Trà Nô",
        expected_total_vnd=115_000,
    )
    page = client.get(order.get_absolute_url())
    html = page.content.decode()
    assert "Số 12, thôn Trà Nô" in html and "115.000\xa0₫" in html and "Mã nhận hàng" not in html
    assert "Hủy được tới khi người bán đóng gói" in html
    assert [step.label for step in page.context["page"].timelines[0][1]][-2:] == ["Đang giao", "Bạn nhận hàng"]
