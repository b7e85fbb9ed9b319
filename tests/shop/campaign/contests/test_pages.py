"""Contests as a voter, a seller and a committee meet them, and as somebody who cheats does."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from shop.accounts.enums import Role
from shop.campaign.contests.domain import sealing
from shop.campaign.contests.domain.entering import NotEligible
from shop.campaign.contests.kiem_phieu import cleaned
from shop.campaign.contests.models import Contest, ContestState, Entry, EntryState, LogLine, RegisterMark, VoteCode
from shop.campaign.phone_codes.domain.tallies import WRONG_TRIES_PER_HOUR
from shop.communication.models import Message
from shop.regions.models import Commune
from tests.factories.contests import DAY, a_contest, a_vote, an_entry
from tests.factories.goods import SellerFactory, stocked_product
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
PHONE = "0912 345 678"
ANGRY = '<script>alert("x")</script>'


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def contest(commune: Commune) -> Contest:
    return a_contest(commune)


def page(response) -> str:
    return response.content.decode()


def hidden(html: str, name: str) -> str:
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="{name}"', html)[1]


def sent_code() -> str:
    return re.search(r"\b(\d{6})\b", Message.objects.filter(template="vote_code").latest("pk").body)[1]


def ask_code(client: Client, contest: Contest, chosen: list[int], phone: str = PHONE):
    return client.post(f"{contest.get_absolute_url()}bo-phieu/ma/", {"chon": chosen, "phone": phone})


def cast(client: Client, contest: Contest, chosen: list[int], secret: str, code: str, phone: str = PHONE):
    data = {"chon": chosen, "phone": phone, "secret": secret, "code": code}
    return client.post(f"{contest.get_absolute_url()}bo-phieu/gui/", data)


def test_a_voter_chooses_proves_the_phone_and_finds_the_ballot_in_the_log(client: Client, contest: Contest):
    address = contest.get_absolute_url()
    html = page(client.get(address))
    assert html.count('name="chon"') == 3 and "/gio-hang/them/" in html
    assert "Xác nhận phiếu" in page(client.post(f"{address}bo-phieu/", {"chon": [1, 2]}))
    form = page(ask_code(client, contest, [1, 2]))
    secret = hidden(form, "secret")
    response = cast(client, contest, [1, 2], secret, sent_code())
    assert response.status_code == 200 and "Đã nhận phiếu của bạn" in page(response)
    assert response.headers["Referrer-Policy"] == "no-referrer" and "no-store" in response.headers["Cache-Control"]
    again = cast(client, contest, [1, 2], secret, "000000")
    assert (
        "Đã nhận phiếu của bạn" in page(again) and RegisterMark.objects.count() == 1
    )  # the answer was lost: same receipt
    assert not VoteCode.objects.exists()
    number = re.search(r'as-h2 nums">([\w-]+)<', page(response))[1]
    assert "chờ ghi vào sổ" in page(client.get(f"{address}bien-nhan/", {"so": number}))
    sealing.seal(contest_id=contest.pk, at=timezone.now())
    told = page(Client().get(f"{address}bien-nhan/", {"so": number}))
    first = Entry.objects.get(number=1).product.title
    assert "Có trong sổ" in told and first not in told
    assert first in page(client.post(f"{address}bien-nhan/", {"secret": secret}))
    assert cleaned(number) in b"".join(client.get(f"{address}so-phieu.txt").streaming_content).decode()


def test_a_phone_that_voted_gets_the_same_page_and_no_second_vote(client: Client, contest: Contest):
    a_vote(contest, "+84912345678", [1])
    response = ask_code(client, contest, [2])
    assert response.status_code == 200 and "Đã nhắn tới" in page(response)
    assert not VoteCode.objects.exists()
    assert "đã bỏ phiếu" in Message.objects.get(template="vote_already").body
    assert cast(client, contest, [2], hidden(page(response), "secret"), "123456").status_code == 422
    assert RegisterMark.objects.count() == 1


def test_a_code_is_used_once_for_its_own_phone_and_contest_and_not_guessed(client: Client, contest: Contest, commune):
    other = a_contest(commune, title="Cuộc khác")
    secret = hidden(page(ask_code(client, contest, [1])), "secret")
    code = sent_code()
    assert cast(client, other, [1], secret, code).status_code == 422
    assert cast(client, contest, [1], secret, code, phone="0987 654 321").status_code == 422
    assert cast(client, contest, [1], secret, code).status_code == 200
    fresh = hidden(page(ask_code(client, contest, [1], "0987 654 321")), "secret")
    assert cast(client, contest, [1], fresh, code, phone="0987 654 321").status_code == 422
    right = sent_code()
    for guess in range(5):
        assert cast(client, contest, [1], fresh, f"{guess:06}", phone="0987 654 321").status_code == 422
    assert cast(client, contest, [1], fresh, right, phone="0987 654 321").status_code == 422
    assert RegisterMark.objects.count() == 1


def test_what_codes_cost_is_bounded_by_phone_network_and_contest(client: Client, contest: Contest, settings):
    settings.VOTE_CODES_PHONE_HOUR, settings.VOTE_CODES_NETWORK_HOUR, settings.VOTE_CODES_CONTEST_DAY = 2, 4, 6
    answers = [ask_code(client, contest, [1]).status_code for _ in range(3)]
    assert answers == [200, 200, 422]
    others = [ask_code(client, contest, [1], f"09123456{n:02}").status_code for n in range(4)]
    assert others == [200, 200, 422, 422]  # two phones more and the network's four are spent
    far = [
        client.post(
            f"{contest.get_absolute_url()}bo-phieu/ma/",
            {"chon": [1], "phone": f"09123457{n:02}"},
            REMOTE_ADDR=f"203.0.{n}.9",
        ).status_code
        for n in range(4)
    ]
    assert far == [200, 200, 422, 422] and Message.objects.filter(template="vote_code").count() == 6
    near = ask_code(client, contest, [1], "0912345799")
    assert near.status_code == 422 and "nhiều mã" in page(near) and 'value="0912345799"' in page(near)


def test_a_stolen_session_is_worth_no_vote(contest: Contest):
    thief = sign_in(UserFactory(phone="+84912345678", phone_verified_at=timezone.now()))
    for number in range(20):
        assert cast(thief, contest, [1], "0123456789ABCDEF", f"{number:06}").status_code == 422
    assert not RegisterMark.objects.exists()


def test_scripted_votes_from_one_network_end_at_its_bounds(client: Client, contest: Contest, settings):
    settings.VOTE_CODES_NETWORK_HOUR = 15
    for n in range(40):
        ask_code(client, contest, [1], f"09123{n:05}")
    assert VoteCode.objects.count() == 15
    for n in range(WRONG_TRIES_PER_HOUR + 20):
        cast(client, contest, [1], "0123456789ABCDEF", "000000", phone=f"09123{n:05}")
    ask = cast(client, contest, [1], "0123456789ABCDEF", sent_code(), phone="0912300014")
    assert ask.status_code == 422 and not RegisterMark.objects.exists()  # even a right one, within this hour


@pytest.mark.parametrize("chosen", [[], ["99"], ["1", "3"], ["x"], [ANGRY], ["1", "2", "3"]])
def test_a_wrong_choice_is_told_and_keeps_what_was_ticked(client: Client, contest: Contest, chosen: list[str]):
    response = client.post(f"{contest.get_absolute_url()}bo-phieu/", {"chon": chosen})
    html = page(response)
    assert response.status_code == 422 and 'role="alert"' in html and ANGRY not in html
    assert html.count(" checked") == len({"1", "2", "3"} & set(chosen))


def test_entries_stand_in_an_order_of_the_visitors_own(client: Client, commune: Commune):
    contest = a_contest(commune, entries=12, categories=["Một", "Hai"])

    def order(agent: str) -> list[str]:
        return re.findall(r'id="chon-(\d+)"', page(client.get(contest.get_absolute_url(), HTTP_USER_AGENT=agent)))

    assert order("a") == order("a") and len({tuple(order(str(n))) for n in range(5)}) > 1


def test_every_state_has_its_page(client: Client, commune: Commune):
    upcoming = a_contest(commune, title="Sắp tới", opened=-DAY, entries=0)
    hidden_now = a_contest(commune, title="Giữ kín", standings="hidden")
    over = a_contest(commune, title="Hết giờ", opened=3 * DAY, lasts=DAY)
    stopped = a_contest(commune, title="Bị hủy")
    Contest.objects.filter(pk=stopped.pk).update(state=ContestState.CANCELLED, cancelled_reason=ANGRY)
    bare = a_contest(commune, title="Không món nào", entries=0)
    draft = a_contest(commune, title="Nháp")
    Contest.objects.filter(pk=draft.pk).update(state=ContestState.DRAFT)
    said = {row.title: page(client.get(row.get_absolute_url())) for row in (upcoming, hidden_now, over, stopped, bare)}
    assert "Chưa có sản phẩm dự thi" in said["Sắp tới"] and "giữ kín" in said["Giữ kín"]
    assert "đang kiểm phiếu" in said["Hết giờ"] and 'name="chon"' not in said["Hết giờ"]
    assert "đã hủy" in said["Bị hủy"] and ANGRY not in said["Bị hủy"]
    assert "nên không có phiếu nào" in said["Bị hủy"] and "Sổ phiếu mở cùng lúc" not in said["Bị hủy"]
    assert "không có gì để bỏ phiếu" in said["Không món nào"] and "Nhà bán đăng ký" not in said["Không món nào"]
    sealing.seal_due(at=timezone.now())
    assert "Kết quả" in page(client.get(over.get_absolute_url()))
    assert client.get(draft.get_absolute_url()).status_code == 404
    index = page(client.get("/phong-trao/binh-chon/"))
    assert all(title in index for title in said) and "Nháp" not in index
    assert "Giữ kín" in page(client.get("/phong-trao/")) and "Giữ kín" in page(client.get("/"))
    assert client.post(f"{over.get_absolute_url()}bo-phieu/", {"chon": [1]}).status_code == 409


def test_a_printed_code_votes_once_without_a_phone_and_not_from_a_cancelled_sheet(client: Client, contest: Contest):
    office = committee(contest)
    desk = f"/quan-tri/binh-chon/{contest.pk}/"
    sheet = page(office.post(f"{desk}the/", {"label": ANGRY, "size": 2}))
    codes = re.findall(r'nums"><b>([\w-]+)</b>', sheet)
    assert len(codes) == 2 and ANGRY not in sheet and codes[0] not in page(office.get(desk))
    html = page(client.get(contest.get_absolute_url(), {"the": codes[0]}))
    assert codes[0] in html
    step = page(client.post(f"{contest.get_absolute_url()}bo-phieu/", {"chon": [1], "the": codes[0]}))
    assert "Gửi phiếu" in step and 'name="phone"' not in step

    def vote(code: str, secret: str):
        data = {"chon": [1], "the": code, "secret": secret}
        return client.post(f"{contest.get_absolute_url()}bo-phieu/gui/", data)

    assert "Đã nhận phiếu" in page(vote(codes[0], hidden(step, "secret")))
    assert "1 thẻ QR (trên 2 thẻ đã in)" in page(client.get(contest.get_absolute_url()))
    assert vote(codes[0], "1" * 16).status_code == 422 and vote("AAAA-BBBB-CCCC", "2" * 16).status_code == 422
    voided = re.search(rf"{desk}the/(\d+)/huy/", page(office.get(desk)))[0]
    office.post(voided, {"reason": "Mất tờ"})
    assert vote(codes[1], "3" * 16).status_code == 422 and RegisterMark.objects.count() == 1


def committee(contest: Contest) -> Client:
    return sign_in(GrantFactory(role=Role.COMMITTEE, province=contest.province).user)


def test_a_committee_runs_a_contest_from_draft_to_decision(client: Client, commune: Commune):
    office = sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user)
    now = timezone.localtime()
    written = {
        "title": ANGRY,
        "organiser": ANGRY,
        "province": commune.province_id,
        "rules": ANGRY,
        "categories": f"{ANGRY}\nĐồ uống",
        "choices_per_category": 1,
        "standings": "live",
        "entries_until": f"{now + DAY:%Y-%m-%dT%H:%M}",
        "opens_at": f"{now + DAY:%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + 2 * DAY:%Y-%m-%dT%H:%M}",
    }
    wrong = office.post("/quan-tri/binh-chon/moi/", {**written, "closes_at": written["opens_at"], "categories": ""})
    assert wrong.status_code == 422 and "Thứ tự phải là" in page(wrong) and "Cần ít nhất một nhóm" in page(wrong)
    desk = office.post("/quan-tri/binh-chon/moi/", written).headers["Location"]
    contest = Contest.objects.get()
    office.post(f"{desk}viec/", {"viec": "cong-bo"})
    seller = SellerFactory(commune=commune)
    good = stocked_product(seller=seller, commune=commune, province=commune.province)
    owner = sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=seller).user)
    assert "Đang nhận đăng ký" in page(owner.get("/kenh-nguoi-ban/binh-chon/"))
    entered = {"product": good.pk, "category": contest.categories.first().pk, "pitch": ANGRY}
    owner.post(f"/kenh-nguoi-ban/binh-chon/{contest.slug}/", entered)
    assert owner.post(f"/kenh-nguoi-ban/binh-chon/{contest.slug}/", entered).status_code == 422
    entry = Entry.objects.get()
    office.post(f"{desk}du-thi/{entry.pk}/", {"viec": "tu-choi", "reason": ""})
    entry.refresh_from_db()
    assert entry.state == EntryState.SUBMITTED
    office.post(f"{desk}du-thi/{entry.pk}/", {"viec": "tu-choi", "reason": "Thiếu nhãn"})
    assert "Thiếu nhãn" in page(owner.get("/kenh-nguoi-ban/binh-chon/"))
    office.post(f"{desk}du-thi/{entry.pk}/")
    entry.refresh_from_db()
    assert (entry.state, entry.number) == (EntryState.ADMITTED, 1)
    assert ANGRY not in page(client.get(contest.get_absolute_url())) + page(office.get(desk))
    Contest.objects.filter(pk=contest.pk).update(entries_until=now - DAY, opens_at=now - DAY)
    contest.refresh_from_db()
    a_vote(contest, "+84912345678", [1])
    decision = {"number": "12/QĐ-BCĐ", "decided_on": "2026-11-20", "signed_by": "Trưởng Ban"}
    assert office.post(f"{desk}cong-nhan/", {**decision, f"award-{entry.pk}": "Nhất"}).status_code == 422
    sealing.close(contest_id=contest.pk, at=contest.closes_at)
    assert office.post(f"{desk}cong-nhan/", decision).status_code == 422
    office.post(f"{desk}cong-nhan/", {**decision, f"award-{entry.pk}": "Được yêu thích nhất"})
    for address in (contest.get_absolute_url(), good.get_absolute_url(), seller.get_absolute_url()):
        assert "Được yêu thích nhất" in page(client.get(address)) and "12/QĐ-BCĐ" in page(client.get(address))


def test_another_provinces_committee_sees_nothing_and_changes_nothing(contest: Contest):
    stranger = GrantFactory(role=Role.COMMITTEE, province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    office = sign_in(stranger.user)
    assert contest.title not in page(office.get("/quan-tri/binh-chon/"))
    for address in ("", "sua/"):
        assert office.get(f"/quan-tri/binh-chon/{contest.pk}/{address}").status_code == 404
    assert office.post(f"/quan-tri/binh-chon/{contest.pk}/viec/", {"viec": "huy", "reason": "x"}).status_code == 404
    contest.refresh_from_db()
    assert contest.state == ContestState.PUBLISHED


def test_a_cancelled_contest_says_so_in_its_log(contest: Contest):
    a_vote(contest, "+84912345678", [1])
    sealing.seal(contest_id=contest.pk, at=timezone.now())
    act, (one, another) = f"/quan-tri/binh-chon/{contest.pk}/viec/", (committee(contest), committee(contest))
    for act_of_one in ("huy", "dong-y-huy"):  # one person alone stops no vote
        one.post(act, {"viec": act_of_one, "reason": "Sai thể lệ"})
    another.post(act, {"viec": "khong-huy"})
    another.post(act, {"viec": "dong-y-huy"})
    contest.refresh_from_db()
    assert (contest.state, contest.cancelled_reason) == (ContestState.PUBLISHED, "")
    one.post(act, {"viec": "huy", "reason": "Sai thể lệ"})
    another.post(act, {"viec": "huy", "reason": "Lý do khác"})  # changes no proposal that waits
    desk = f"/quan-tri/binh-chon/{contest.pk}/"
    assert "Rút đề nghị" in page(one.get(desk)) and "Đồng ý hủy" in page(another.get(desk))
    assert "Sai thể lệ" not in page(Client().get(contest.get_absolute_url()))
    another.post(act, {"viec": "dong-y-huy"})
    assert LogLine.objects.get(kind="cancel").content["reason"] == "Sai thể lệ"


def test_sellers_enter_only_their_own_goods_on_sale_and_in_their_own_place(commune: Commune):
    contest = a_contest(commune, opened=-DAY, entries=0)
    far = CommuneFactory(province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    stranger = SellerFactory(commune=far)
    stocked_product(seller=stranger, commune=far, province=far.province)
    away = sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=stranger).user)
    assert contest.title not in page(away.get("/kenh-nguoi-ban/binh-chon/"))
    assert away.post(f"/kenh-nguoi-ban/binh-chon/{contest.slug}/", {}).status_code == 404
    with pytest.raises(NotEligible):
        an_entry(contest, far, at=timezone.now() - 2 * DAY)
    mine = SellerFactory(commune=commune)
    others = stocked_product(seller=SellerFactory(commune=commune), commune=commune, province=commune.province)
    owner = sign_in(GrantFactory(role=Role.SELLER_OWNER, seller=mine).user)
    data = {"product": others.pk, "category": contest.categories.first().pk}
    assert owner.post(f"/kenh-nguoi-ban/binh-chon/{contest.slug}/", data).status_code == 422
    assert not Entry.objects.exists()
