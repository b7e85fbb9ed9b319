"""A committee screens and reads a paper; a voter without JavaScript votes and finds the ballot in the log."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shop.accounts.enums import Role
from shop.accounts.second_factor import current_code, enroll
from shop.campaign.contests.domain import sealing
from shop.campaign.contests.models import Contest, Entry, PaperBallot, RegisterMark
from shop.communication.models import Message
from tests.factories.contests import DAY, a_contest, an_entry
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory
from tests.journeys.test_applying import SECRET

pytestmark = pytest.mark.django_db(transaction=True)


def enter_office(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_text("Đăng nhập bằng mật khẩu").click()
    form = page.locator("form", has=page.get_by_label("Mật khẩu"))
    form.get_by_label("Số điện thoại").fill("0987 654 321")
    form.get_by_label("Mật khẩu").fill("mat-khau-thu-nghiem")
    form.get_by_role("button", name="Đăng nhập").click()
    page.get_by_label("Mã 6 số").fill(current_code(SECRET))
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def test_an_organiser_screens_and_reads_a_paper_and_a_voter_finds_the_ballot_in_the_log(new_page, live_server):
    commune = CommuneFactory()
    contest = a_contest(commune, opened=-DAY, entries=0, takes_paper=True)
    an_entry(contest, commune, at=timezone.now() - DAY)
    member = UserFactory(phone="+84987654321", full_name="Đinh Công Thuận")
    enroll(member, SECRET)
    GrantFactory(user=member, role=Role.COMMITTEE, province=commune.province)
    office = new_page()
    enter_office(office, f"/quan-tri/binh-chon/{contest.pk}/")
    office.get_by_role("button", name="Cho dự thi").click()
    expect(office.get_by_text("Được dự thi")).to_be_visible()

    Contest.objects.update(entries_until=timezone.now() - DAY, opens_at=timezone.now() - DAY)
    voter = new_page(javascript=False)
    voter.goto(contest.get_absolute_url())
    voter.get_by_label(Entry.objects.get().product.title).check()
    voter.get_by_role("button", name="Bỏ phiếu").click()
    voter.get_by_label("Số điện thoại").fill("0912 345 678")
    voter.get_by_role("button", name="Nhắn mã cho tôi").click()
    code = re.search(r"\b\d{6}\b", Message.objects.get(template="vote_code").body)
    voter.get_by_label("Mã 6 số").fill(code[0])
    voter.get_by_role("button", name="Gửi phiếu").click()
    expect(voter.get_by_text("Đã nhận phiếu của bạn")).to_be_visible()
    sealing.seal(contest_id=contest.pk, at=timezone.now())
    voter.get_by_role("link", name="Xem phiếu trong sổ").click()
    expect(voter.get_by_text("Có trong sổ.")).to_be_visible()

    office.goto(f"/quan-tri/binh-chon/{contest.pk}/")
    office.get_by_role("link", name="Nhập phiếu giấy").click()
    office.get_by_label("Số in trên phiếu").fill("7")
    office.get_by_label("Các số dự thi được chọn").fill("1")
    office.get_by_role("button", name="Ghi phiếu").click()
    expect(office.get_by_text("Phiếu 7: đã ghi, chờ người khác nhập.")).to_be_visible()
    assert PaperBallot.objects.get().number == 7 and RegisterMark.objects.count() == 1
    assert office.complaints == [] and voter.complaints == []
