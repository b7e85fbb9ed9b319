"""The counter's app in a browser: the network goes in the middle of a hand-over and comes back."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shop.fulfilment.models import CodeAttempt, CounterAct, HandOver
from shop.order.domain.codes import qr_text, reveal
from shop.order.models import Order, PickUpCode
from shop.shipping.models import RunStop
from tests.factories.goods import stocked_product
from tests.factories.orders import BUYER_PHONE, placed_order
from tests.factories.people import UserFactory
from tests.factories.road import a_stop, an_operator, carry, order_at
from tests.factories.vouchers import a_voucher
from tests.journeys.test_collecting import fits, page_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stop() -> RunStop:
    return a_stop()


def at_point(stop: RunStop, name: str, *, to_point: bool = True) -> Order:
    order = order_at(stop, buyer_name=name)
    carry(order, to_point=to_point)
    return order


def digits(order: Order) -> str:
    return reveal(PickUpCode.objects.get(order=order))


def enrolled(new_page, stop: RunStop, live_server, operator=None) -> Page:
    """Open the app on a phone that was just enrolled, its worker ready."""
    page = page_of(new_page, operator or an_operator(stop.point), live_server)
    page.goto("/diem-truc/")
    page.get_by_role("link", name="Máy của điểm").click()
    if page.get_by_label("Chuyển sang máy này").count():
        page.get_by_label("Chuyển sang máy này").check()
    page.get_by_role("button", name="Dùng máy này").click()
    expect(page.get_by_label("Gõ mã 6 số của khách")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def type_code(page: Page, text: str) -> None:
    page.get_by_label("Gõ mã 6 số của khách").fill(text)
    page.get_by_role("button", name="Tìm", exact=True).click()


def tick_everything(page: Page) -> None:
    boxes = page.locator("#order form[data-give] input[type=checkbox]:visible")
    expect(boxes.first).to_be_visible()  # checking a code takes the phone a moment
    for box in boxes.all():
        box.check()


def scan_in(page: Page, code: str) -> None:
    page.locator("#order").get_by_role("button", name="Quét nhận kiện").click()
    page.get_by_label("Gõ mã kiện in trên tem").fill(code.lower())
    page.get_by_role("button", name="Nhận", exact=True).click()
    expect(page.locator("#received")).to_contain_text(f"Đã nhận kiện {code}")
    page.get_by_role("button", name="Sang giao hàng cho khách").click()


def go_offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("#net")).to_contain_text("Mất mạng. Vẫn giao được")


def faults(page: Page) -> list[str]:
    """Return what the page complained of, but for the network that was taken away."""
    return [text for text in page.complaints if "net::ERR" not in text and "Failed to load resource" not in text]


def test_the_network_goes_mid_hand_over_and_everything_arrives_when_it_is_back(new_page, live_server, stop) -> None:
    hanh = UserFactory(phone=BUYER_PHONE, phone_verified_at=timezone.now())
    discounted = (stocked_product(price=49_000), 3)
    first, along, second, third, fourth = orders = (
        order_at(stop, sellers=2, buyer_name="Nguyễn Thị Hạnh", user=hanh),
        order_at(stop, buyer_name="Nguyễn Thị Hạnh", user=hanh),
        order_at(stop, buyer_name="Katơr Văn Dũng"),
        order_at(stop, sellers=2, buyer_name="Chamaléa Thị Nhung"),
        placed_order(discounted, stop=stop, buyer_name="Pi Năng Thị Lý", voucher=a_voucher(amount_vnd=10_000)),
    )
    for order in orders:
        carry(order)
    page = enrolled(new_page, stop, live_server)
    type_code(page, digits(first))
    expect(page.get_by_text("Đúng mã")).to_be_visible()
    expect(page.locator(".cash")).to_contain_text("196.000")
    assert fits(page)
    go_offline(page)
    confirm = page.get_by_role("button", name="Xác nhận đã giao")
    expect(confirm).to_be_disabled()
    page.get_by_role("button", name="Giao cả 2 đơn của khách này").click()
    expect(page.locator(".cash")).to_contain_text("294.000")
    tick_everything(page)
    confirm.click()
    expect(page.locator("#order")).to_contain_text("Cả 2 đơn: thu 294.000")
    expect(page.locator("#sync")).to_contain_text("2 chờ mạng")

    page.reload()  # the phone was switched off: the app opens without network and still knows
    type_code(page, qr_text(PickUpCode.objects.get(order=second)))
    expect(page.locator("#order")).to_contain_text("Katơr V. Dũng")
    tick_everything(page)
    page.get_by_role("button", name="Xác nhận đã giao").click()
    page.get_by_role("button", name="Hoàn tác lượt này").click()
    expect(page.get_by_text("Chưa đối chiếu")).not_to_be_visible()
    page.get_by_role("button", name="Không nhận", exact=True).click()
    page.get_by_label("Lý do").select_option("Khách đổi ý")
    page.get_by_role("button", name="Ghi khách không nhận").click()

    page.get_by_label("Tên, 3 số cuối điện thoại hoặc mã kiện").fill("nhung")
    page.locator("#rows").get_by_role("button", name=re.compile("Nhung")).click()
    page.get_by_role("button", name="Trả lại 1 phần").click()
    page.get_by_label("Không nhận hàng của").first.check()
    page.get_by_role("button", name="Tính lại tiền").click()
    expect(page.locator(".cash")).to_contain_text("98.000")
    page.get_by_label("Lý do").select_option("Hàng hỏng, dập vỡ")
    tick_everything(page)
    page.get_by_role("button", name="Xác nhận đã giao").click()
    expect(page.locator("#sync")).to_contain_text("6 chờ mạng")

    type_code(page, digits(fourth))
    expect(page.locator(".cash")).to_contain_text("137.000")
    page.get_by_role("button", name="Lấy bớt vài món").click()
    page.get_by_label("khách lấy (đặt 3").fill("0")
    page.get_by_label("Vì sao lấy bớt").select_option("Khách đổi ý")
    page.get_by_role("button", name="Ghi và tính lại tiền").click()
    expect(page.locator("#refusal")).to_contain_text("chọn “Trả lại 1 phần”")
    page.get_by_label("khách lấy (đặt 3").fill("2")
    page.get_by_role("button", name="Ghi và tính lại tiền").click()
    expect(page.locator(".cash")).to_contain_text("91.334")  # two of three, and two thirds of the discount
    tick_everything(page)
    page.get_by_role("button", name="Xác nhận đã giao").click()
    expect(page.locator("#sync")).to_contain_text("8 chờ mạng")
    assert fits(page)
    assert not HandOver.objects.exists()

    page.context.set_offline(False)
    expect(page.locator("#sync")).to_contain_text("8 đã gửi, 0 chờ mạng")
    expect(page.locator("#net")).to_be_hidden()
    given = HandOver.objects.order_by("at", "pk")
    assert [(one.order_id, one.outcome, one.undone_at is None, one.cash_vnd) for one in given] == [
        (first.pk, "full", True, 196_000),
        (along.pk, "full", True, 98_000),
        (second.pk, "full", False, 98_000),
        (second.pk, "refused", True, 0),
        (third.pk, "partial", True, 98_000),
        (fourth.pk, "full", True, 91_334),
    ]
    assert faults(page) == []


def test_parcels_come_in_and_wrong_and_forged_codes_are_kept_without_network(new_page, live_server, stop) -> None:
    order = order_at(stop, sellers=2, buyer_name="Pi Năng Thị Lý")
    first, second = carry(order, to_point=False)
    page = enrolled(new_page, stop, live_server)
    go_offline(page)
    code = digits(order)
    type_code(page, code)
    expect(page.get_by_text("Chưa đủ hàng để giao.")).to_be_visible()
    expect(page.get_by_role("button", name="Giao trước phần đã tới")).to_be_hidden()
    scan_in(page, first.code)
    type_code(page, code)
    page.get_by_role("button", name="Giao trước phần đã tới").click()  # one seller's goods came, the buyer takes them
    expect(page.locator(".cash")).to_contain_text("98.000")
    assert fits(page)
    tick_everything(page)
    page.get_by_role("button", name="Xác nhận đã giao").click()
    expect(page.locator("#order")).to_contain_text("Khách đã nhận một phần")
    scan_in(page, second.code)
    type_code(page, code)
    tick_everything(page)
    page.get_by_role("button", name="Xác nhận đã giao").click()
    expect(page.locator("#order")).to_contain_text("Đã giao lúc")
    forged = qr_text(PickUpCode.objects.get()).replace(order.number, "CP-26-000001")
    type_code(page, forged)
    expect(page.get_by_role("alert")).to_contain_text("không phải của sàn")
    for wrong in range(9):
        type_code(page, f"{(int(code) + 1 + wrong) % 10**6:06d}")
        expect(page.get_by_role("alert")).to_contain_text("Không có mã này")
    expect(page.locator("#sync")).to_contain_text("14 chờ mạng")  # the last of them was counted
    type_code(page, code)
    expect(page.get_by_role("alert")).to_contain_text("gõ sai mã 10 lần")
    page.context.set_offline(False)
    expect(page.locator("#sync")).to_contain_text("14 đã gửi, 0 chờ mạng")
    visits = HandOver.objects.order_by("pk").values_list("outcome", "rest_waits", "cash_vnd")
    assert list(visits) == [("partial", True, 98_000), ("full", False, 98_000)]
    outcomes = CodeAttempt.objects.values_list("outcome", flat=True)
    assert sorted(outcomes) == ["forged"] + ["unknown"] * 9
    assert faults(page) == []


def test_a_second_phone_takes_over_and_both_giving_one_order_is_for_a_person(new_page, live_server, stop) -> None:
    order, operator = at_point(stop, "Lê Văn Tám"), an_operator(stop.point)
    old = enrolled(new_page, stop, live_server, operator)
    type_code(old, digits(order))
    go_offline(old)
    new = enrolled(new_page, stop, live_server, operator)
    for page in (new, old):
        type_code(page, digits(order))
        tick_everything(page)
        page.get_by_role("button", name="Xác nhận đã giao").click()
        expect(page.locator("#order")).to_contain_text("Đã giao lúc")
    expect(new.locator("#sync")).to_contain_text("1 đã gửi, 0 chờ mạng")
    old.context.set_offline(False)
    expect(old.get_by_text("Máy này đã thôi dùng cho điểm")).to_be_visible()
    kept = old.evaluate(
        "() => new Promise((done) => { const open = indexedDB.open('diem-truc');"
        "open.onsuccess = () => { const all = open.result.transaction('acts').objectStore('acts').count();"
        "all.onsuccess = () => done(all.result); }; })"
    )
    assert (kept, HandOver.objects.count()) == (0, 1)
    assert sorted(CounterAct.objects.values_list("outcome", flat=True)) == ["applied", "conflict"]
    new.goto("/diem-truc/can-doi-chieu/")
    expect(new.get_by_role("main")).to_contain_text(re.compile("Đơn này đã giao lúc"))
