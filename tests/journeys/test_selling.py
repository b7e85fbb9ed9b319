"""A seller lists, a reviewer approves, buyers find it; then the seller packs. At phone size."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from sellers.listings.models import Listing, ListingState
from shop.accounts.models import User
from shop.fulfilment.models import Parcel
from shop.order.domain.codes import reveal
from shop.order.models import PickUpCode
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.listings import picture_file, reviewer, seller_user, spice_category
from tests.factories.orders import placed_order
from tests.factories.people import GrantFactory
from tests.factories.places import RunStopFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page_of(new_page, live_server):
    """Return a function that opens a page signed in as somebody."""

    def open_page(user: User, *, javascript: bool = True) -> Page:
        page: Page = new_page(javascript=javascript)
        key = sign_in(user).session.session_key
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
        return page

    return open_page


def fill(page: Page) -> None:
    page.get_by_label("Tên sản phẩm").fill("Tỏi đen Phan Rang lên men 60 ngày")
    page.get_by_label("Danh mục").select_option(spice_category().slug)
    page.get_by_label("Đơn vị bán").fill("hũ")
    page.get_by_label("Khối lượng cả bao bì").first.fill("ba lạng")
    page.get_by_label("Mô tả").fill("Tỏi trồng trên đất cát pha ven biển Văn Hải, ủ 60 ngày.")
    page.get_by_label("Thành phần").fill("Tỏi 100%")
    page.get_by_label("Hạn dùng", exact=True).fill("365")
    page.get_by_label("Bảo quản").fill("Nơi khô mát")
    page.get_by_label("Giá bán", exact=True).first.fill("245.000")
    page.get_by_label("Tồn kho", exact=True).first.fill("86")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_listing_goes_from_a_phone_to_the_shelf(page_of, new_page, search_index, tmp_path: Path, javascript: bool):
    spice_category()
    photo = tmp_path / "toi-den.jpg"
    photo.write_bytes(picture_file(3).getvalue())
    seller = SellerFactory(name="HTX Tỏi Gió")
    page = page_of(seller_user(seller), javascript=javascript)

    page.goto("/kenh-nguoi-ban/san-pham/moi/")
    page.get_by_role("button", name="Thực phẩm khác").click()
    fill(page)
    if javascript:
        expect(page.locator("#saved-short")).to_contain_text("Đã lưu lúc")
    page.locator("input[name=anh]").set_input_files(photo)
    if not javascript:
        page.locator(".buybar").get_by_role("button", name="Lưu nháp").click()
    expect(page.get_by_alt_text("Ảnh 1", exact=True)).to_be_visible()
    expect(page.get_by_label("Khối lượng cả bao bì").first).to_have_value("ba lạng")

    page.locator(".buybar").get_by_role("button", name="Gửi duyệt").click()
    expect(page.locator("#errs")).to_contain_text("Khối lượng cả bao bì")
    page.get_by_label("Khối lượng cả bao bì").first.fill("320")
    page.locator(".buybar").get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("Đã gửi duyệt.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    office = page_of(reviewer(), javascript=javascript)
    office.goto("/quan-tri/ho-so/")
    office.get_by_role("link", name="Xem").first.click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Tỏi đen Phan Rang lên men 60 ngày")
    office.get_by_label("Duyệt, đưa lên chợ").check()
    office.get_by_role("button", name="Gửi kết luận").click()
    expect(office.get_by_text("sản phẩm đang bán")).to_be_visible()

    assert Listing.objects.get().state == ListingState.PUBLISHED
    search_index.drain()
    buyer: Page = new_page(javascript=javascript)
    buyer.goto("/tim-kiem/?q=toi+den")
    buyer.get_by_role("link", name="Tỏi đen Phan Rang").click()
    expect(buyer.get_by_role("heading", level=1)).to_contain_text("Tỏi đen Phan Rang")
    expect(buyer.get_by_text("245.000").first).to_be_visible()
    assert page.complaints == buyer.complaints == []


class Steps:
    """Counts what a seller does with the thumb: taps on buttons and choices, fields filled, pictures taken."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.fields = page, 0, 0

    def tap(self, place: Locator) -> None:
        place.click()
        self.taps += 1

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).first.fill(text)
        self.fields += 1

    def choose(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(value)
        self.taps += 1


def test_a_household_lists_its_first_product_in_few_steps(page_of, tmp_path: Path):
    """Only what a complete listing needs is asked: at most 5 taps and 9 fields from the seller centre to sent."""
    spice_category()
    photo = tmp_path / "muoi-ot.jpg"
    photo.write_bytes(picture_file(5).getvalue())
    page = page_of(seller_user(SellerFactory(name="Hộ bà Gió")))
    page.goto("/kenh-nguoi-ban/")
    steps = Steps(page)

    steps.tap(page.get_by_role("link", name="Thêm sản phẩm").first)
    steps.tap(page.get_by_role("button", name="Thực phẩm khác"))
    page.locator("input[name=anh]").set_input_files(photo)
    expect(page.get_by_alt_text("Ảnh 1", exact=True)).to_be_visible()
    steps.taps += 1  # the camera
    steps.fill("Tên sản phẩm", "Muối ớt xanh Ninh Phước")
    steps.choose("Danh mục", spice_category().slug)
    steps.fill("Đơn vị bán", "hũ")
    steps.fill("Khối lượng cả bao bì", "240")
    steps.fill("Mô tả", "Muối hạt Cà Ná giã tay với ớt xanh và lá chanh trong vườn nhà.")
    steps.fill("Thành phần", "Muối, ớt xanh, lá chanh")
    steps.fill("Hạn dùng", "180")
    steps.fill("Bảo quản", "Nơi khô mát")
    steps.fill("Giá bán", "35.000")
    steps.fill("Tồn kho", "40")
    steps.tap(page.locator(".buybar").get_by_role("button", name="Gửi duyệt"))

    expect(page.get_by_text("Đã gửi duyệt.")).to_be_visible()
    print(f"a first product: {steps.taps} taps, {steps.fields} fields")
    assert steps.taps <= 5 and steps.fields <= 9
    assert Listing.objects.get().state == ListingState.SUBMITTED
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.complaints == []


def test_a_packer_packs_and_prints_labels_without_the_code(page_of):
    seller = SellerFactory(name="HTX Tỏi Gió")
    stop = RunStopFactory()
    placed_order((stocked_product(seller=seller, title="Tỏi đen"), 2), stop=stop)
    page = page_of(GrantFactory(role="seller_packer", seller=seller).user)

    page.goto("/kenh-nguoi-ban/")
    page.get_by_role("link", name="Đóng gói").last.click()
    page.get_by_role("button", name="Xác nhận cả 1 đơn mới").click()
    page.get_by_label("Khối lượng kiện").fill("1.950")
    page.get_by_role("button", name="Đóng 1 kiện").click()
    expect(page.get_by_text("đã đóng 1 kiện")).to_be_visible()
    page.get_by_role("link", name="In 1 tem").click()

    parcel = Parcel.objects.get()
    assert parcel.weight_g == 1950
    expect(page.locator(".plabel .big")).to_have_text(parcel.code)
    assert page.locator(".plabel svg").bounding_box()["width"] > 60
    assert reveal(PickUpCode.objects.get()) not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.complaints == []
