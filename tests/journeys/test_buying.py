"""A guest buys and comes back, at phone size: with JavaScript and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shop.order.domain.codes import reveal
from shop.order.enums import SellerOrderState
from shop.order.models import Order, PickUpCode
from shop.shipping.models import RunStop
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.places import CommuneFactory, PointFactory, RunStopFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stop() -> RunStop:
    commune = CommuneFactory(name="Xã Phước Hà")
    return RunStopFactory(point=PointFactory(commune=commune, name="Nhà văn hóa thôn Trà Nô"))


def add(page: Page, product, quantity: int) -> None:
    page.goto(product.get_absolute_url())
    page.locator("input[name=so_luong]").fill(str(quantity))
    page.locator("button:has-text('Thêm vào giỏ')").locator("visible=true").first.click()


def recipient(page: Page) -> None:
    page.get_by_label("Số điện thoại").fill("0912 345 678")
    page.get_by_label("Họ tên người nhận").fill("Nguyễn Thị Hạnh")


def ordered(page: Page, stop: RunStop) -> Order:
    """Check the order page against what was written and return the order."""
    order = Order.objects.get()
    digits = reveal(PickUpCode.objects.get())
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Đơn {order.number}")
    expect(page.locator(".code")).to_contain_text(f"{digits[:3]} {digits[3:]}")
    expect(page.get_by_role("heading", name=stop.point.name)).to_be_visible()
    shown = "image => image.decode().then(() => image.naturalWidth > 0)"
    assert page.get_by_alt_text("Mã QR nhận hàng").evaluate(shown)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    return order


def test_a_guest_buys_from_two_sellers_and_cancels(new_page, stop):
    garlic = stocked_product(title="Tỏi đen", seller=SellerFactory(), price=245_000)
    sauce = stocked_product(title="Nước mắm nhĩ", seller=SellerFactory(), price=98_000)
    page: Page = new_page()
    add(page, garlic, 2)
    expect(page.locator(".toast")).to_contain_text("Đã thêm “Tỏi đen” vào giỏ.")
    add(page, sauce, 1)
    expect(page.locator("#basket-count")).to_contain_text("2")

    page.goto("/gio-hang/")
    page.locator(f"#dong-{sauce.basket_lines.get().pk}").get_by_label("Thêm một").click()
    expect(page.locator(".buybar .price")).to_have_text("686.000\xa0₫")
    page.locator(".buybar a").click()

    page.get_by_label("Xã, phường, đặc khu").select_option(stop.point.commune_id)
    expect(page.locator(f"#chuyen-{stop.pk}")).to_be_checked()
    page.get_by_label("Số điện thoại").fill("091234567")
    page.get_by_role("button", name="Đặt hàng ·").click()
    expect(page.locator("#errs")).to_be_focused()
    expect(page.locator("#id_phone_error")).to_contain_text("Số này thiếu 1 chữ số")

    recipient(page)
    page.get_by_role("button", name="Đặt hàng ·").click()
    order = ordered(page, stop)
    assert (order.total_vnd, order.seller_orders.count()) == (686_000, 2)

    page.get_by_role("link", name="Hủy đơn").click()
    page.get_by_role("button", name="Hủy đơn").click()
    expect(page.locator("#status")).to_have_text("Đã hủy")
    order.refresh_from_db()
    assert order.status == SellerOrderState.CANCELLED


def test_a_guest_buys_without_javascript(new_page, stop):
    page: Page = new_page(javascript=False)
    add(page, stocked_product(title="Tỏi đen", price=245_000), 1)
    page.get_by_role("button", name="Thêm vào giỏ").click()
    page.get_by_label("Thêm một").click()
    page.locator(".buybar a").click()

    recipient(page)
    page.get_by_label("Xã, phường, đặc khu").select_option(stop.point.commune_id)
    page.get_by_role("button", name="Chọn xã, xem điểm nhận").click()
    expect(page.get_by_label("Họ tên người nhận")).to_have_value("Nguyễn Thị Hạnh")
    page.get_by_role("button", name="Đặt hàng ·").click()
    assert ordered(page, stop).total_vnd == 490_000


def test_what_was_typed_survives_another_choice_and_the_back_button(new_page, stop):
    page: Page = new_page()
    add(page, stocked_product(), 1)
    expect(page.locator(".toast")).to_be_visible()
    page.goto("/thanh-toan/")
    recipient(page)
    page.get_by_label("Xã, phường, đặc khu").select_option(stop.point.commune_id)
    expect(page.locator(f"#chuyen-{stop.pk}")).to_be_checked()
    page.get_by_role("link", name="Về giỏ hàng").click()
    page.go_back()
    expect(page.get_by_label("Họ tên người nhận")).to_have_value("Nguyễn Thị Hạnh")
    expect(page.locator(f"#chuyen-{stop.pk}")).to_be_checked()
