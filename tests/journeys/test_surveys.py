"""A respondent without JavaScript, and an interviewer without network."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from shop.accounts.enums import Role
from shop.campaign.surveys.models import Response, Standing
from shop.regions.models import Commune
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory
from tests.factories.surveys import a_survey

pytestmark = pytest.mark.django_db(transaction=True)


def answer_first_pages(page: Page, commune: Commune) -> None:
    page.get_by_text("Nữ", exact=True).click()
    page.locator("input[name=q2]").fill("42")
    page.locator("select[name=q3]").select_option(commune.code)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_text("Rồi", exact=True).click()
    page.locator('label:has(input[name=q6][value="3"])').click()


def answer_last_page(page: Page) -> None:
    page.locator('label:has(input[name=q7-1][value="2"])').click()
    page.locator('label:has(input[name=q7-2][value="3"])').click()
    for option, rank in (("1", "2"), ("2", "1"), ("3", "3")):
        page.locator(f"select[name=q8-{option}]").select_option(rank)


def test_a_respondent_without_javascript_answers_to_the_end(new_page, live_server):
    commune = CommuneFactory()
    survey = a_survey(commune)
    page = new_page(javascript=False)
    page.goto("/phong-trao/")
    page.get_by_role("link", name=survey.title).click()
    page.get_by_label("Tôi đồng ý trả lời").check()
    page.get_by_role("button", name="Bắt đầu trả lời").click()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("alert")).to_contain_text("Còn câu cần xem lại")
    answer_first_pages(page, commune)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_text("Tỏi", exact=True).click()  # the branch that the answer opened
    page.get_by_role("button", name="Tiếp tục").click()
    answer_last_page(page)
    page.get_by_role("button", name="Gửi câu trả lời").click()
    expect(page.get_by_role("heading", name="Đã nhận câu trả lời của bạn")).to_be_visible()
    saved = Response.objects.get()
    assert (saved.standing, saved.answers["q2"], saved.answers["q5"]) == (Standing.COUNTED, 42, ["2"])


def test_an_interviewer_asks_without_network_and_each_interview_arrives_once(new_page, live_server):
    commune = CommuneFactory()
    survey = a_survey(commune)
    user = UserFactory(phone="+84987654322")
    GrantFactory(user=user, role=Role.SURVEYOR, province=commune.province)
    page = new_page()
    page.goto("/dieu-tra/")
    page.get_by_text("Đăng nhập bằng mật khẩu").click()
    form = page.locator("form", has=page.get_by_label("Mật khẩu"))
    form.get_by_label("Số điện thoại").fill("0987 654 322")
    form.get_by_label("Mật khẩu").fill("mat-khau-thu-nghiem")
    form.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("link", name="Mở trên máy này").click()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.get_by_role("button", name="Bắt đầu hỏi")).to_be_visible()
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("button", name="Bắt đầu hỏi").click()
    expect(page.get_by_text("Người trả lời đồng ý rồi mới hỏi")).to_be_visible()
    page.get_by_label("Người trả lời đồng ý").check()
    page.get_by_role("button", name="Bắt đầu hỏi").click()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Hãy trả lời câu này rồi đi tiếp.").first).to_be_visible()
    answer_first_pages(page, commune)
    page.get_by_text("Tỏi", exact=True).click()
    page.reload()  # the phone went off in the middle of it
    expect(page.locator("input[name=q4][value='1']")).to_be_checked()
    page.get_by_role("button", name="Tiếp tục").click()
    answer_last_page(page)
    page.get_by_role("button", name="Xong, lưu phiếu").click()
    expect(page.get_by_text("Đã lưu phiếu trên máy")).to_be_visible()
    expect(page.locator("#waiting")).to_have_text("1")
    kept = page.evaluate(
        "new Promise((r) => { const o = indexedDB.open('dieu-tra'); o.onsuccess = () => {"
        "const q = o.result.transaction('acts').objectStore('acts').getAll();"
        "q.onsuccess = () => r(q.result.map((one) => Object.keys(one).sort().join())); }; })"
    )
    assert kept == ["iv,sealed"]  # nothing readable on the phone
    assert not Response.objects.exists()
    page.context.set_offline(False)
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("#waiting")).to_have_text("0")
    expect(page.locator("#sent")).to_have_text("1")
    page.get_by_role("button", name="Gửi ngay").click()
    saved = Response.objects.get()
    assert (saved.standing, saved.interviewer, saved.answers["q5"]) == (Standing.COUNTED, user, ["2"])
    assert survey.responses.count() == 1
