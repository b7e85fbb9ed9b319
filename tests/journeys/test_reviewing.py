"""A reviewer on a phone handles five applications: two opened, one sent back, one refused, one given to a colleague."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from sellers.models import Partner
from sellers.onboarding.models import ApplicationState, ReplyTemplate, SellerApplication
from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.accounts.second_factor import enroll
from shop.communication.models import Message
from shop.regions.models import Province
from tests.factories.applications import ApplicationFactory, attestations
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory
from tests.journeys.test_applying import REVIEWER, SECRET, enter_office

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("HTX Một", "HTX Hai", "HTX Ba", "HTX Bốn", "HTX Năm")


@pytest.fixture
def province() -> Province:
    from django.utils import timezone

    from sellers.onboarding.domain.submitting import submit

    commune = CommuneFactory()
    for number, name in enumerate(NAMES):
        account = f"99990000{number}"
        draft = ApplicationFactory(papers=True, name=name, commune=commune, bank_account=account, bank_holder=name)
        submit(application_id=draft.pk, by=draft.applicant, note="", attested=attestations(draft), at=timezone.now())
    ReplyTemplate.objects.get_or_create(body="Ảnh mờ, hãy chụp lại nơi đủ sáng.")
    return commune.province


@pytest.fixture
def reviewer(province: Province) -> User:
    GrantFactory(user=UserFactory(full_name="Phan Văn Thọ"), role=Role.REVIEWER, province=province)
    user = UserFactory(phone=REVIEWER, full_name="Lê Thu Hà")
    enroll(user, SECRET)
    return GrantFactory(user=user, role=Role.REVIEWER, province=province).user


def open_first(page: Page, name: str) -> None:
    """Open the application by keyboard: j goes to the first row, Enter opens it."""
    page.goto(f"/quan-tri/ho-so/?q={name.split()[-1]}")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def accept_papers(page: Page) -> None:
    for _ in range(3):
        page.get_by_role("button", name="Ghi kết quả").click()
        expect(page.get_by_text("Đã ghi kết quả xem giấy tờ.")).to_be_visible()


def approve(page: Page, name: str) -> None:
    open_first(page, name)
    accept_papers(page)
    page.get_by_text("Duyệt, mở gian hàng", exact=True).click()
    page.get_by_label(re.compile("khớp giấy đăng ký")).check()
    page.get_by_label(re.compile("khớp căn cước")).check()
    page.get_by_role("button", name="Gửi kết luận").click()
    expect(page.get_by_text(f"Đã mở gian hàng {name}.")).to_be_visible()


def test_five_applications_are_handled_on_a_phone(new_page, reviewer: User) -> None:
    page = new_page()
    enter_office(page)
    approve(page, "HTX Một")
    approve(page, "HTX Hai")

    open_first(page, "HTX Ba")
    page.get_by_text("Cần bổ sung", exact=True).first.click()
    reason = ReplyTemplate.objects.order_by("position", "pk")[0].body
    expect(page.locator(f"#mau option[value='{reason}']")).to_have_count(1)
    page.get_by_label("Lý do (khi cần bổ sung)").fill(reason)
    page.get_by_role("button", name="Ghi kết quả").click()
    page.get_by_text("Nhờ bổ sung", exact=True).click()
    page.get_by_role("button", name="Gửi kết luận").click()
    expect(page.get_by_text("Đã gửi yêu cầu bổ sung cho HTX Ba.")).to_be_visible()

    open_first(page, "HTX Bốn")
    page.locator("#decide").get_by_text("Từ chối", exact=True).click()
    page.get_by_label("Lý do gửi người bán").fill("Hàng nhập khẩu, không phải hàng làm ở Việt Nam")
    page.get_by_role("button", name="Gửi kết luận").click()
    expect(page.get_by_text(re.compile("Đã từ chối hồ sơ"))).to_be_visible()

    open_first(page, "HTX Năm")
    page.get_by_text("Giao cho người khác").click()
    page.get_by_role("combobox", name="Giao cho").select_option(label="Phan Văn Thọ")
    page.get_by_role("button", name="Giao", exact=True).click()
    expect(page.get_by_text("Đã giao cho Phan Văn Thọ.")).to_be_visible()

    page.goto("/quan-tri/ho-so/so-lieu/")
    expect(page.get_by_role("row", name=re.compile("Lê Thu Hà"))).to_contain_text("4")
    states = dict(SellerApplication.objects.values_list("name", "state"))
    assert states == dict(
        zip(
            NAMES,
            [
                ApplicationState.APPROVED,
                ApplicationState.APPROVED,
                ApplicationState.CHANGES_ASKED,
                ApplicationState.REJECTED,
                ApplicationState.IN_REVIEW,
            ],
            strict=True,
        )
    )
    assert set(Partner.objects.values_list("name", flat=True)) == {"HTX Một", "HTX Hai"}
    assert (
        Message.objects.filter(template__startswith="application_").exclude(template="application_submitted").count()
        == 4
    )
    assert page.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
