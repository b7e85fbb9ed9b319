"""An author without JavaScript writes, a moderator publishes and passes on, an official answers, the author closes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shop.accounts.enums import Role
from shop.accounts.second_factor import enroll
from shop.campaign.forum.models import Topic
from tests.factories.forum import a_body
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory
from tests.journeys.test_applying import SECRET
from tests.journeys.test_contests import enter_office

pytestmark = pytest.mark.django_db(transaction=True)
FORUM = "/phong-trao/dien-dan/"


def enter(page: Page, address: str, phone: str) -> None:
    page.goto(address)
    page.get_by_text("Đăng nhập bằng mật khẩu").click()
    form = page.locator("form", has=page.get_by_label("Mật khẩu"))
    form.get_by_label("Số điện thoại").fill(phone)
    form.get_by_label("Mật khẩu").fill("mat-khau-thu-nghiem")
    form.get_by_role("button", name="Đăng nhập").click()


def test_an_author_speaks_a_moderator_reads_and_an_official_answers(new_page, live_server):
    commune = CommuneFactory()
    UserFactory(phone="+84912345678", full_name="Katơr Thị Liên", commune=commune)
    official = UserFactory(phone="+84912345679", full_name="Võ Văn Sở")
    a_body(commune, name="Sở Công Thương", member=official)
    moderator = UserFactory(phone="+84987654321", full_name="Hồ Ngọc Ánh")
    enroll(moderator, SECRET)
    GrantFactory(user=moderator, role=Role.FORUM_MODERATOR, province=commune.province)

    author = new_page(javascript=False)
    author.goto(FORUM)
    author.get_by_role("link", name="Viết ý kiến").first.click()
    enter(author, author.url, "0912 345 678")
    author.get_by_label("Tiêu đề").fill("Mật ong không ghi ngày")
    author.get_by_label("Nội dung").fill("Chai mật ong ở chợ không ghi ngày, gọi tôi 0912 345 678.")
    author.get_by_label("Gửi tới").select_option(label="Sở Công Thương")
    author.get_by_role("button", name="Gửi", exact=True).click()
    expect(author.get_by_text("Đã che 1 số")).to_be_visible()

    office = new_page()
    enter_office(office, "/quan-tri/dien-dan/")
    office.get_by_role("link", name="Mật ong không ghi ngày").click()
    expect(office.get_by_text("gọi tôi •••.")).to_be_visible()
    office.get_by_role("button", name="Đăng và chuyển để trả lời").click()
    expect(office.get_by_text("Đã chuyển tới Sở Công Thương")).to_be_visible()

    answerer = new_page()
    enter(answerer, f"{FORUM}tra-loi/", "0912 345 679")
    answerer.get_by_role("link", name="Mật ong không ghi ngày").click()
    answerer.get_by_label("Trả lời chính thức").fill("Sở đã gửi mẫu nhãn tới từng người bán.")
    answerer.get_by_role("button", name="Gửi trả lời chính thức").click()
    expect(answerer.get_by_label("Trả lời chính thức").get_by_text("Sở đã gửi mẫu nhãn")).to_be_visible()
    answerer.get_by_role("button", name="Tôi cũng thấy vậy").click()
    expect(answerer.get_by_text("1 lượt ủng hộ")).to_be_visible()

    author.goto(Topic.objects.get().get_absolute_url())
    author.get_by_role("button", name="Việc đã xong").click()
    expect(author.get_by_text("Đã đóng chủ đề")).to_be_visible()
    assert office.complaints == [] and answerer.complaints == []
