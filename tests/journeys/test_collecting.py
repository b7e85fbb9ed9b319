"""From the truck to the buyer at phone size: the driver loads and drives, the operator receives and hands over."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shop.accounts.models import User
from shop.fulfilment.models import HandOver, Parcel
from shop.ledger.enums import AccountKind
from shop.ledger.queries import balance
from shop.order.domain.codes import reveal
from shop.order.models import Order, PickUpCode
from shop.shipping.models import RunStop
from tests.factories.road import a_stop, an_operator, frozen, order_at, pack_up
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def page_of(new_page, user: User, live_server, **options: object) -> Page:
    """Open a page on which this person is signed in."""
    page: Page = new_page(**options)
    session = sign_in(user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return page


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= 390


def scan(page: Page, code: str, button: str) -> None:
    page.get_by_label("Gõ mã kiện in trên tem").fill(code.lower())
    page.get_by_role("button", name=button, exact=True).click()


@pytest.fixture
def packed() -> tuple[RunStop, Order, list[Parcel]]:
    stop = a_stop()
    order = order_at(stop, sellers=2)
    boxes = pack_up(order)
    frozen(stop.run)
    return stop, order, boxes


@pytest.mark.parametrize("javascript", [True, False])
def test_goods_go_from_the_truck_to_the_buyer(new_page, live_server, packed, javascript: bool) -> None:
    stop, order, boxes = packed
    driver = page_of(new_page, stop.run.driver, live_server, javascript=javascript)
    driver.goto("/chuyen-xe/")
    driver.get_by_role("link", name="Mở chuyến").click()
    driver.get_by_role("main").get_by_role("link", name="Quét kiện lên xe").click()
    for box in boxes:
        scan(driver, box.code, "Ghi")
        expect(driver.get_by_role("status")).to_contain_text(f"Đã xếp kiện {box.code} lên xe.")
    driver.goto(f"/chuyen-xe/chuyen/{stop.run_id}/")
    driver.get_by_role("button", name="Xuất phát").click()
    driver.get_by_role("button", name="Đã tới điểm này").click()
    expect(driver.get_by_role("status")).to_contain_text(f"Đã ghi tới {stop.point.name}")
    assert fits(driver)

    operator = page_of(new_page, an_operator(stop.point), live_server, javascript=javascript)
    operator.goto("/diem-truc/")
    operator.get_by_role("link", name="Nhận kiện").click()
    scan(operator, boxes[0].code, "Nhận")
    expect(operator.get_by_role("heading", name="Chưa tới: 1 kiện")).to_be_visible()
    scan(operator, boxes[1].code, "Nhận")
    operator.get_by_role("link", name="Sang giao hàng cho khách").click()
    operator.get_by_label("Gõ mã 6 số của khách").fill(reveal(PickUpCode.objects.get()))
    operator.get_by_role("button", name="Tìm", exact=True).click()
    expect(operator.get_by_text("Đúng mã")).to_be_visible()
    expect(operator.locator(".cash")).to_contain_text("196.000")
    assert fits(operator)
    confirm = operator.get_by_role("button", name="Xác nhận đã giao")
    if javascript:
        expect(confirm).to_be_disabled()
    for box in operator.locator("form[data-ready] input[type=checkbox]").all():
        box.check()
    confirm.click()
    expect(operator.get_by_role("status")).to_contain_text("Đã giao cho Nguyễn Thị Lan, thu 196.000")
    assert HandOver.objects.get().order == order
    assert balance(AccountKind.CASH_DRAWER, str(stop.point_id)) == 196_000
    assert operator.complaints == driver.complaints == []


def test_a_wrong_code_is_told_and_the_right_one_still_works(new_page, live_server, packed) -> None:
    stop, _order, _boxes = packed
    digits = reveal(PickUpCode.objects.get())
    page = page_of(new_page, an_operator(stop.point), live_server)
    page.goto(f"/diem-truc/diem-dung/{stop.pk}/")
    page.get_by_label("Gõ mã 6 số của khách").fill(f"{(int(digits) + 1) % 10**6:06d}")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Không có mã này ở điểm của bạn")
    page.get_by_label("Gõ mã 6 số của khách").fill(digits)
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.get_by_text("Chưa đủ hàng để giao.")).to_be_visible()
