"""Contests of the demo province: one runs, one takes entries, one is closed and recognised. All votes are invented."""

from __future__ import annotations

import datetime
import random

from catalogue.models import Product
from sellers.models import Partner
from shop.accounts.models import User
from shop.campaign.contests import credentials
from shop.campaign.contests.domain import entering, holding, jury, papers, recognising, running, sealing, voting
from shop.campaign.contests.models import Channel, Contest, Entry, EntryState, HoldKind, Standings
from shop.campaign.contests.queries import standings
from shop.campaign.contests.receipts import new_secret
from shop.campaign.phone_codes.credentials import of_network
from shop.regions.models import Province

PROVINCE = "56"
COMMITTEE = "ban-chi-dao"
ADMINISTRATOR = "quan-tri"
CATEGORIES = ["Thực phẩm", "Đồ uống và gia vị"]
ORGANISER = "Ban Chỉ đạo Cuộc vận động tỉnh Khánh Hòa (minh hoạ)"
RULES = (
    "Dữ liệu minh hoạ, không phải cuộc bình chọn có thật.\n\n"
    "1. Mỗi số điện thoại một phiếu; ở phiên chợ mỗi thẻ QR một phiếu.\n"
    "2. Mỗi nhóm chọn một sản phẩm.\n"
    "3. Sổ phiếu công khai, ai cũng đếm lại được.\n"
    "4. Ban Chỉ đạo công nhận bằng quyết định riêng sau khi có kết quả."
)
JURY = (("Bà Lê Thị Minh Hoạ, Sở Công Thương", COMMITTEE), ("Ông Trần Văn Thí Dụ, Hội Nông dân", ADMINISTRATOR))
CRITERIA = (("Chất lượng, an toàn", 40), ("Bao bì, nhãn mác", 30), ("Gắn với địa phương", 30))
DAY = datetime.timedelta(days=1)
SEED = 2026


def load_contests(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Leave three contests, unless there are some."""
    goods = _goods()
    if Contest.objects.exists() or len(goods) < 4:
        return
    by = people[COMMITTEE]
    closed = _contest(
        "Hàng Việt Nam được yêu thích mùa hè 2026", now - 40 * DAY, now - 10 * DAY, by, Standings.HIDDEN, jury_weight=60
    )
    _enter(closed, goods[:8], by)
    _vote(closed, 240, closed.opens_at)
    _vote_fast(closed, 60, closed.opens_at + DAY)
    _refuse(closed, people, closed.opens_at + 2 * DAY)
    _mark(closed, people)
    sealing.close(contest_id=closed.pk, at=closed.closes_at + datetime.timedelta(minutes=1))
    _recognise(closed, by, now - 5 * DAY)
    open_now = _contest(
        "Sản phẩm OCOP được yêu thích tỉnh Khánh Hòa 2026", now - 6 * DAY, now + 12 * DAY, by, jury_weight=40
    )
    _enter(open_now, goods[:12], by)
    for name, who in JURY:
        jury.invite(contest=open_now, name=name, phone=people[who].phone, by=by, at=open_now.opens_at - DAY)
    _vote(open_now, 300, now - DAY)
    _vote_fast(open_now, 55, now - DAY)
    _read_papers(open_now, people, now - DAY)
    sealing.seal(contest_id=open_now.pk, at=now)
    coming = _contest("Quà Tết hàng Việt 2027", now + 14 * DAY, now + 44 * DAY, by, choices=3)
    for product in goods[:2]:
        _enter_one(coming, product, 0, now)


def _goods() -> list[Product]:
    """Return goods of the province on sale, those sold most first."""
    rows = Product.objects.browsable().filter(stockrecords__partner__province_id=PROVINCE, available__gt=0)
    return list(rows.order_by("-sales_count", "pk").distinct()[:12])


def _contest(
    title: str,
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    by: User,
    shown: Standings = Standings.LIVE,
    choices: int = 1,
    jury_weight: int = 0,
) -> Contest:
    rules = running.Rules(
        title=title,
        organiser=ORGANISER,
        province=Province.objects.get(code=PROVINCE),
        commune=None,
        rules=RULES,
        entries_until=opens_at - 2 * DAY,
        opens_at=opens_at,
        closes_at=closes_at,
        choices_per_category=choices,
        may_change=True,
        takes_paper=shown == Standings.LIVE,
        standings=shown,
        categories=CATEGORIES,
        jury_weight=jury_weight,
        criteria=CRITERIA if jury_weight else (),
    )
    written = opens_at - 20 * DAY
    contest = running.write(rules=rules, contest=None, by=by, at=written)
    Contest.objects.filter(pk=contest.pk).update(is_demo=True)
    running.publish(contest=contest, by=by, at=written)
    contest.refresh_from_db()
    return contest


def _enter(contest: Contest, goods: list[Product], by: User) -> None:
    for place, product in enumerate(goods):
        at = contest.entries_until - DAY
        entering.admit(entry=_enter_one(contest, product, place % len(CATEGORIES), at), by=by, at=at)


def _enter_one(contest: Contest, product: Product, category: int, at: datetime.datetime) -> Entry:
    seller = Partner.objects.get(slug=product.seller_slug)
    return entering.enter(
        contest=contest,
        category=contest.categories.all()[category],
        product=product,
        seller=seller,
        pitch="Lời giới thiệu minh hoạ của gian hàng.",
        by=None,
        at=at,
    )


def _vote(contest: Contest, ballots: int, at: datetime.datetime) -> None:
    """Cast ballots of voters who do not exist; earlier entries are liked more."""
    rng = random.Random(SEED)
    groups: dict[int, list[int]] = {}
    for entry in contest.entries.filter(state=EntryState.ADMITTED).order_by("number"):
        groups.setdefault(entry.category_id, []).append(entry.number or 0)
    for voter in range(ballots):
        chosen = [rng.choices(numbers, range(len(numbers) + 2, 2, -1))[0] for numbers in groups.values()]
        voting.cast(
            contest=contest,
            credential=credentials.of_phone(contest.pk, f"demo-{voter}"),
            channel=Channel.PHONE,
            secret=new_secret(),
            entries=chosen,
            at=at,
        )


def _mark(contest: Contest, people: dict[str, User]) -> None:
    """Let a jury of two mark every entry, earlier ones better, and hand in."""
    at = contest.closes_at - DAY
    for name, who in JURY:
        juror = jury.invite(contest=contest, name=name, phone=people[who].phone, by=None, at=contest.opens_at - DAY)
        rng = random.Random(who)
        numbers = [number for number in contest.entries.values_list("number", flat=True) if number]
        points = {
            (number, criterion): max(5, 10 - rng.randrange(number // 2 + 2))
            for number in numbers
            for criterion in (1, 2, 3)
        }
        jury.keep_sheet(juror=juror, points=points, conflicts=[], at=at)
        jury.hand_in(juror=juror, by=people[who], at=at)


def _vote_fast(contest: Contest, ballots: int, at: datetime.datetime) -> None:
    """Cast ballots of one network within an hour, more than are taken in without a look."""
    number = contest.entries.filter(state=EntryState.ADMITTED).order_by("-number").values_list("number", flat=True)[0]
    for voter in range(ballots):
        voting.cast(
            contest=contest,
            credential=credentials.of_phone(contest.pk, f"demo-fast-{voter}"),
            channel=Channel.PHONE,
            secret=new_secret(),
            entries=[number],
            at=at,
            traces={HoldKind.NETWORK: of_network("192.0.2.1")},
        )


def _refuse(contest: Contest, people: dict[str, User], at: datetime.datetime) -> None:
    """Let one member propose and another decide not to count what came too fast."""
    for batch in contest.held_batches.all():
        reason = "Số máy liền nhau, cùng một máy chủ thuê (minh hoạ)"
        holding.propose(batch=batch, is_refusal=True, reason=reason, by=people[ADMINISTRATOR], at=at)
        holding.decide(batch=batch, by=people[COMMITTEE], at=at)


def _read_papers(contest: Contest, people: dict[str, User], at: datetime.datetime) -> None:
    """Three papers: one both readers agree on, one that waits for a second, one that waits for a third."""
    readings = ((COMMITTEE, 101, [1]), (ADMINISTRATOR, 101, [1]), (ADMINISTRATOR, 102, [2]))
    for who, number, entries in (*readings, (COMMITTEE, 103, [1]), (ADMINISTRATOR, 103, [3])):
        papers.read_paper(contest=contest, number=number, entries=entries, by=people[who], at=at)


def _recognise(contest: Contest, by: User, at: datetime.datetime) -> None:
    contest.refresh_from_db()
    awards = {table.rows[0].entry.pk: f"Được yêu thích nhất nhóm {table.category.name}" for table in standings(contest)}
    recognising.recognise(
        contest=contest,
        number="12/QĐ-BCĐ (minh hoạ)",
        decided_on=at.date(),
        signed_by="Trưởng Ban Chỉ đạo (minh hoạ)",
        awards=awards,
        by=by,
        at=at,
    )
