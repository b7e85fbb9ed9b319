"""A guest pays by transfer on a phone: the QR, the bank, the page that turns paid, the pick-up code."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from shop.order.domain.codes import reveal
from shop.order.models import Order, PickUpCode
from shop.shipping.models import RunStop
from tests.factories.goods import stocked_product
from tests.factories.payments import set_up_transfers
from tests.factories.places import CommuneFactory, PointFactory, RunStopFactory

pytestmark = pytest.mark.django_db(transaction=True)
PAID = "Đã nhận đủ tiền"


def fill_in(page: Page, stop: RunStop, javascript: bool) -> None:
    """Put one good into the basket and order it, to be paid by transfer."""
    page.goto(stocked_product(title="Tỏi đen", price=245_000).get_absolute_url())
    page.locator("button:has-text('Thêm vào giỏ')").locator("visible=true").first.click()
    if javascript:
        expect(page.locator("#basket-count")).to_contain_text("1")
    else:
        page.get_by_role("button", name="Thêm vào giỏ").click()
    page.goto("/thanh-toan/")
    page.get_by_label("Xã, phường, đặc khu").select_option(stop.point.commune_id)
    if not javascript:
        page.get_by_role("button", name="Chọn xã, xem điểm nhận").click()
    expect(page.locator(f"#chuyen-{stop.pk}")).to_be_checked()
    page.get_by_label("Số điện thoại").fill("0912 345 678")
    page.get_by_label("Họ tên người nhận").fill("Nguyễn Thị Hạnh")
    page.get_by_label("Chuyển khoản VietQR").check()
    page.get_by_role("button", name="Đặt hàng ·").click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_guest_pays_by_transfer_and_gets_the_code(new_page: Any, settings: Any, javascript: bool) -> None:
    set_up_transfers(settings)
    stop = RunStopFactory(point=PointFactory(commune=CommuneFactory(name="Xã Phước Hà")))
    page: Page = new_page(javascript=javascript)
    fill_in(page, stop, javascript)
    expect(page.get_by_role("heading", level=1)).to_have_text("Trả tiền để giữ đơn")
    shown = "image => image.decode().then(() => image.naturalWidth > 0)"
    assert page.get_by_alt_text("Mã VietQR để chuyển khoản").evaluate(shown)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    order = Order.objects.get()
    expect(page.locator("#pay")).to_contain_text(order.number.replace("-", ""))

    bank: Page = new_page(javascript=javascript)
    bank.goto(reverse("demo:bank"))
    bank.get_by_role("button", name="Chuyển 245.000").click()
    expect(bank.locator("body")).to_contain_text("tiền được ghi vào đơn")

    if not javascript:
        page.get_by_role("link", name="Tôi đã chuyển khoản").click()
    expect(page.locator("#pay")).to_contain_text(PAID, timeout=15_000)
    page.get_by_role("link", name="Xem mã nhận hàng").click()
    digits = reveal(PickUpCode.objects.get())
    expect(page.locator(".code")).to_contain_text(f"{digits[:3]} {digits[3:]}")
    assert page.complaints == []  # type: ignore[attr-defined]
