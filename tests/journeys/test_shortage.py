"""A seller confirms one order, is short of another, the buyer accepts by the link of the message. At phone size."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from shop.communication.models import Message
from shop.fulfilment.amendments.models import AmendmentOutcome
from shop.order.models import Order, SellerOrder
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.listings import seller_user
from tests.factories.orders import placed_order
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_shortage_is_told_and_accepted(new_page, live_server, javascript: bool) -> None:
    seller = SellerFactory(name="HTX Nho Xanh")
    grapes = stocked_product(seller=seller, title="Nho xanh", unit="kg", price=60_000, stock=10)
    kept = placed_order((grapes, 2))
    short = placed_order((grapes, 4), buyer_phone="+84912345670").seller_orders.get()
    page = new_page(javascript=javascript)
    key = sign_in(seller_user(seller)).session.session_key
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])

    page.goto(f"/kenh-nguoi-ban/don-hang/{kept.seller_orders.get().number}/")
    expect(page.get_by_text("Xác nhận trước")).to_be_visible()
    page.get_by_role("button", name="Xác nhận đơn").click()
    expect(page.get_by_role("status")).to_contain_text("Đã xác nhận")

    page.goto(f"/kenh-nguoi-ban/don-hang/{short.number}/")
    page.get_by_role("link", name="Báo thay đổi").click()
    page.get_by_label("Gửi được").fill("ba")
    page.get_by_label("Lý do, khách sẽ đọc").fill("Mưa nhiều, nho chín không đủ")
    page.get_by_role("button", name="Hỏi khách").click()
    expect(page.get_by_role("alert")).to_contain_text("chỉ ghi số")
    expect(page.get_by_label("Lý do, khách sẽ đọc")).to_have_value("Mưa nhiều, nho chín không đủ")
    page.get_by_label("Gửi được").fill("1")
    page.get_by_role("button", name="Hỏi khách").click()
    expect(page.get_by_text("Chờ khách tới")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    body = Message.objects.get(template="amendment_asked").body
    buyer = new_page(javascript=javascript)
    buyer.goto(re.search(r"/don-hang/\S+", body).group())
    expect(buyer.get_by_text("Đặt 4 kg, gửi được 1 kg")).to_be_visible()
    assert buyer.evaluate("document.documentElement.scrollWidth") <= 390
    buyer.get_by_label("Đồng ý lấy phần còn").check()
    buyer.get_by_role("button", name="Gửi lựa chọn").click()
    expect(buyer.get_by_role("status")).to_contain_text("180.000")
    expect(buyer.get_by_text("240.000 ₫ → 60.000 ₫")).to_be_visible()

    assert AmendmentOutcome.objects.get().less_vnd == 180_000
    assert SellerOrder.objects.get(pk=short.pk).state == "confirmed"
    assert Order.objects.get(pk=short.order_id).total_vnd == 60_000
    page.reload()
    expect(page.get_by_text("Đồng ý", exact=True)).to_be_visible()
    assert [line for line in page.complaints + buyer.complaints if "422" not in line] == []
