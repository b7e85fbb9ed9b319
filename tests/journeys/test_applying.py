"""A producer applies by phone, a reviewer asks for a better paper and opens the shop."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sellers.onboarding.models import ApplicationState, SellerApplication
from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.accounts.second_factor import current_code, enroll
from shop.communication.models import Message
from shop.regions.models import FormerCommune
from tests.factories.applications import picture
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory

pytestmark = pytest.mark.django_db(transaction=True)

PRODUCER, REVIEWER, SECRET = "+84912345678", "+84987654321", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def reviewer() -> User:
    """A reviewer of Khánh Hòa with an authenticator; the commune Xã Phước Dinh was An Hải before 2025."""
    commune = CommuneFactory(name="Xã Phước Dinh")
    FormerCommune.objects.create(
        province_name="Ninh Thuận",
        district_name="Huyện Ninh Phước",
        name="Xã An Hải",
        code="22900",
        search_key="xa an hai huyen ninh phuoc ninh thuan",
        commune=commune,
    )
    user = UserFactory(phone=REVIEWER, full_name="Lê Thu Hà")
    enroll(user, SECRET)
    return GrantFactory(user=user, role=Role.REVIEWER, province=commune.province).user


@pytest.fixture
def photos(tmp_path: Path) -> dict[str, str]:
    """Photos of papers, each another picture."""
    names = {"dang-ky": "red", "can-cuoc": "blue", "attp-mo": "grey", "attp-ro": "green"}
    for name, color in names.items():
        (tmp_path / f"{name}.jpg").write_bytes(picture(color, (600, 800)))
    return {name: str(tmp_path / f"{name}.jpg") for name in names}


def sign_in_by_code(page: Page) -> None:
    page.goto("/dang-ky-ban-hang/")
    page.get_by_role("link", name="Bắt đầu hoặc làm tiếp hồ sơ").click()
    page.get_by_label("Số điện thoại").first.fill("0912 345 678")
    page.get_by_role("button", name="Gửi mã đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nhập mã đăng nhập")
    body = Message.objects.filter(recipient=PRODUCER, template="sign_in_code").latest("pk").body
    page.get_by_label("Mã 6 số").fill(re.search(r"\b\d{6}\b", body)[0])
    page.get_by_role("button", name="Xác nhận").click()


def fill_in(page: Page, photos: dict[str, str]) -> None:
    page.get_by_label("Tên đăng ký, cũng là tên gian hàng").fill("HTX Tỏi Cát")
    page.get_by_text("Hợp tác xã", exact=True).click()
    page.get_by_text("Thực phẩm, đồ uống không cồn", exact=True).click()
    page.get_by_label("Bạn sẽ bán những gì").fill("Tỏi khô, tỏi đen")
    page.get_by_role("button", name="Lưu và sang bước 2").click()

    page.get_by_label("Mã số thuế").fill("0100233480")
    page.get_by_label("Số giấy đăng ký").fill("4507000123")
    page.get_by_label("Người đại diện", exact=True).fill("Bùi Thị Cát")
    page.get_by_role("button", name="Lưu và sang bước 3").click()
    expect(page.locator("#id_tax_code_error")).to_contain_text("chữ số sai")
    page.get_by_label("Mã số thuế").fill("0100233488")
    page.get_by_role("button", name="Lưu và sang bước 3").click()

    page.get_by_label("Hoặc tìm theo tên, kể cả tên cũ trước 7/2025").fill("an hai")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_text("Xã Phước Dinh, Khánh Hòa").click()
    page.get_by_label("Số nhà, đường, thôn").fill("Thôn Từ Thiện")
    page.get_by_role("button", name="Lưu và sang bước 4").click()

    page.get_by_label("Ngân hàng").select_option("970405")
    page.get_by_label("Số tài khoản").fill("1234 5678 90")
    page.get_by_label("Tên chủ tài khoản").fill("htx toi cat")
    page.get_by_role("button", name="Lưu và sang bước 5").click()

    page.locator("#business_registration").set_input_files(photos["dang-ky"])
    page.locator("#identity").set_input_files(photos["can-cuoc"])
    page.get_by_role("button", name="Lưu và sang bước 6").click()
    expect(page.locator("#food_safety-e")).to_contain_text("Còn thiếu giấy này")
    page.locator("#food_safety").set_input_files(photos["attp-mo"])
    page.get_by_role("button", name="Lưu và sang bước 6").click()


def send(page: Page) -> None:
    page.get_by_label(re.compile("sản xuất hoặc lắp ráp tại Việt Nam")).check()
    page.get_by_label(re.compile("Nhãn hàng ghi đủ")).check()
    page.get_by_label(re.compile("Tôi cam đoan")).check()
    page.get_by_role("button", name="Gửi duyệt").click()
    expect(page.get_by_text("Đang chờ người xét duyệt xem.")).to_be_visible()


def enter_office(page: Page) -> None:
    page.goto("/quan-tri/ho-so/")
    page.get_by_text("Đăng nhập bằng mật khẩu").click()
    form = page.locator("form", has=page.get_by_label("Mật khẩu"))
    form.get_by_label("Số điện thoại").fill("0987 654 321")
    form.get_by_label("Mật khẩu").fill("mat-khau-thu-nghiem")
    form.get_by_role("button", name="Đăng nhập").click()
    page.get_by_label("Mã 6 số").fill(current_code(SECRET))
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hồ sơ chờ duyệt")


def open_application(page: Page) -> None:
    page.goto("/quan-tri/ho-so/")
    page.get_by_role("link", name="Xem", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("HTX Tỏi Cát")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_a_producer_becomes_a_seller(new_page, reviewer, photos, javascript):
    producer, office = new_page(javascript=javascript), new_page(javascript=javascript)
    sign_in_by_code(producer)
    fill_in(producer, photos)
    send(producer)

    enter_office(office)
    open_application(office)
    office.get_by_role("link", name=re.compile("Giấy an toàn thực phẩm")).click()
    office.get_by_text("Cần bổ sung", exact=True).click()
    office.get_by_label("Lý do (khi cần bổ sung)").fill("Ảnh mờ, chụp lại giúp cháu nhé")
    office.get_by_role("button", name="Ghi kết quả").click()
    office.get_by_text("Nhờ bổ sung", exact=True).click()
    office.get_by_role("button", name="Gửi kết luận").click()
    expect(office.get_by_text("Đã gửi yêu cầu bổ sung cho HTX Tỏi Cát.")).to_be_visible()

    producer.goto("/dang-ky-ban-hang/ho-so/")
    expect(producer.locator("blockquote")).to_contain_text("Ảnh mờ, chụp lại giúp cháu nhé")
    producer.get_by_role("link", name="Gửi lại giấy này").click()
    producer.locator("#food_safety").set_input_files(photos["attp-ro"])
    producer.get_by_role("button", name="Lưu sửa đổi").click()
    producer.get_by_role("link", name="Xem lại và gửi lại hồ sơ").click()
    send(producer)

    open_application(office)
    expect(office.locator("figure")).to_have_count(1)
    office.get_by_role("link", name=re.compile("Giấy an toàn thực phẩm")).click()
    expect(office.locator("figure")).to_have_count(2)
    for paper in ("Giấy an toàn thực phẩm", "Giấy tờ người đại diện", "Giấy đăng ký kinh doanh"):
        office.get_by_role("link", name=re.compile(paper)).click()
        office.get_by_role("button", name="Ghi kết quả").click()
    office.get_by_text("Duyệt, mở gian hàng", exact=True).click()
    office.get_by_label(re.compile("khớp giấy đăng ký")).check()
    office.get_by_label(re.compile("khớp căn cước")).check()
    office.get_by_role("button", name="Gửi kết luận").click()
    expect(office.get_by_text("Đã mở gian hàng HTX Tỏi Cát.")).to_be_visible()

    producer.goto("/dang-ky-ban-hang/ho-so/")
    expect(producer.get_by_text("Gian hàng đã mở.")).to_be_visible()
    application = SellerApplication.objects.get()
    assert (application.state, application.seller.slug) == (ApplicationState.APPROVED, "htx-toi-cat")
    for page in (producer, office):
        assert page.complaints == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
