"""A jury marks by criteria; its part of the result follows a rule that was frozen, from the published log alone."""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone
from django.utils.html import escape

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.campaign.contests import kiem_phieu
from shop.campaign.contests.domain import jury, running, sealing
from shop.campaign.contests.domain.log import file_lines
from shop.campaign.contests.models import Contest, Entry, Juror, LogLine, Mark
from shop.campaign.contests.sealed_marks import BrokenSeal
from shop.campaign.reasons import ReasonMissing
from shop.communication.models import Message
from tests.factories.contests import DAY, a_contest, a_vote
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
CRITERIA = (("Chất lượng", 70), ("Bao bì", 30))
ANGRY = '<script>alert("x")</script>'


@pytest.fixture
def contest() -> Contest:
    """Entries 1 and 3 in one category, 2 alone in another."""
    return a_contest(CommuneFactory(), jury_weight=60, criteria=CRITERIA)


def a_juror(contest: Contest, phone: str = "+84911111111", name: str = "Bà Minh") -> Juror:
    return jury.invite(contest=contest, name=name, phone=phone, by=None, at=timezone.now())


def member(phone: str = "+84911111111") -> User:
    return UserFactory(phone=phone, phone_verified_at=timezone.now())


def handed_in(juror: Juror, marks: dict[int, tuple[int, int]], conflicts: tuple[int, ...] = ()) -> None:
    points = {(entry, n): given for entry, pair in marks.items() for n, given in enumerate(pair, start=1)}
    jury.keep_sheet(juror=juror, points=points, conflicts=conflicts, at=timezone.now())
    jury.hand_in(juror=juror, by=UserFactory(), at=timezone.now())


def close(contest: Contest) -> None:
    sealing.close(contest_id=contest.pk, at=contest.closes_at + DAY)
    contest.refresh_from_db()


def test_the_result_is_votes_and_marks_by_the_frozen_rule_and_the_script_alone_agrees(contest: Contest, tmp_path: Path):
    for voter in range(4):
        a_vote(contest, f"+8491234{voter:04}", [1] if voter else [3])
    handed_in(a_juror(contest), {1: (5, 5), 2: (10, 0), 3: (10, 10)})
    handed_in(a_juror(contest, "+84922222222", "Ông An"), {1: (4, 4), 2: (8, 8)}, conflicts=(3,))
    assert "marks" not in "".join(file_lines(contest.pk))
    close(contest)
    result = kiem_phieu.count(file_lines(contest.pk))
    # entry 3: a third of the leader's votes and 100 of one juror; entry 1: all votes and (50 + 40) / 2
    assert kiem_phieu.final_points(result) == {1: 67, 2: Fraction(3 * (70 + 80), 10), 3: Fraction(40, 3) + 60}
    assert contest.counted["final"] == {"1": "67,00", "2": "45,00", "3": "73,33"}
    assert contest.counted["places"] == {"1": 2, "2": 1, "3": 1} and contest.counted["jury"]["3"] == "100,00"
    log, script = tmp_path / "so.txt", tmp_path / "kiem_phieu.py"
    log.write_text("".join(file_lines(contest.pk)), encoding="utf-8")
    script.write_bytes(Path(kiem_phieu.__file__).read_bytes())
    run = subprocess.run([sys.executable, "-I", str(script), str(log)], capture_output=True, text=True)
    assert run.returncode == 0 and "1.   73,33 điểm,       1  số 3" in run.stdout, run.stdout + run.stderr
    call_command("contest", "recount", contest.slug, stdout=StringIO())
    Contest.objects.filter(pk=contest.pk).update(counted={**contest.counted, "final": {}})
    with pytest.raises(CommandError, match="final points"):
        call_command("contest", "recount", contest.slug, stdout=StringIO())


def test_the_log_does_not_close_before_the_jury_is_done(contest: Contest):
    close(contest)
    assert contest.closed_at is None
    juror, late = a_juror(contest), a_juror(contest, "+84922222222", "Ông An")
    handed_in(juror, {1: (5, 5), 2: (5, 5), 3: (5, 5)})
    close(contest)
    assert contest.closed_at is None and jury.missing(contest) == ["Ông An"]
    with pytest.raises(ReasonMissing):
        jury.excuse(juror=late, reason=" ", by=UserFactory(), at=timezone.now())
    jury.excuse(juror=late, reason="Ốm", by=UserFactory(), at=timezone.now())
    close(contest)
    assert contest.closed_at and LogLine.objects.filter(kind="juror")[1].content["excused"] == "Ốm"


def test_an_entry_that_every_juror_has_an_interest_in_keeps_the_log_open(contest: Contest):
    handed_in(a_juror(contest), {1: (5, 5), 2: (5, 5)}, conflicts=(3,))
    assert jury.missing(contest) == [Entry.objects.get(number=3).product.title]


def test_a_juror_never_marks_an_entry_of_a_shop_they_work_for(contest: Contest):
    juror = a_juror(contest)
    GrantFactory(user=member(), role=Role.SELLER_OWNER, seller=contest.entries.get(number=1).seller)
    assert jury.excluded(juror) == {1}
    handed_in(juror, {1: (10, 10), 2: (5, 5), 3: (5, 5)})
    assert set(Mark.objects.values_list("entry__number", flat=True)) == {2, 3}
    assert juror.conflicts.get().entry.number == 1


def test_marks_are_whole_points_and_stay_once_handed_in(contest: Contest):
    juror, now = a_juror(contest), timezone.now()
    for wrong in ({(1, 1): 11}, {(9, 1): 5}, {(1, 3): 5}):
        with pytest.raises(jury.WrongPoints):
            jury.keep_sheet(juror=juror, points=wrong, conflicts=(), at=now)
    jury.keep_sheet(juror=juror, points={(1, 1): 5}, conflicts=(), at=now)
    with pytest.raises(jury.SheetIncomplete):
        jury.hand_in(juror=juror, by=UserFactory(), at=now)
    handed_in(juror, {1: (5, 5), 2: (5, 5), 3: (5, 5)})
    with pytest.raises(jury.HandedIn):
        jury.keep_sheet(juror=juror, points={}, conflicts=(), at=now)
    for attempt in (Mark.objects.update, Mark.objects.all().delete):
        with pytest.raises(DatabaseError, match="handed in"), transaction.atomic():
            attempt(**({"sealed": "x"} if attempt == Mark.objects.update else {}))


def test_before_the_close_nobody_but_the_juror_reads_a_mark_not_even_in_the_table(contest: Contest):
    juror, other = a_juror(contest), a_juror(contest, "+84922222222", "Ông Hải")
    for one, given in ((juror, 9), (other, 4)):
        handed_in(one, dict.fromkeys((1, 2, 3), (given, given)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(m) - 'id' FROM contests_mark m")
        kept = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    assert {tuple(sorted(row)) for row in kept} == {("criterion_id", "entry_id", "juror_id", "sealed")}
    assert len({row["sealed"] for row in kept}) == len(kept) == 12 and len({len(row["sealed"]) for row in kept}) <= 2
    admin = sign_in(GrantFactory(role=Role.ADMINISTRATOR).user)
    desk = f"/quan-tri/binh-chon/{contest.pk}/"
    with CaptureQueriesContext(connection) as asked:
        for address in (desk, f"{desk}hoi-dong/", "/quan-tri/nhat-ky/", contest.get_absolute_url()):
            assert admin.get(address).status_code == 200
    assert not [query["sql"] for query in asked if '"contests_mark"."sealed"' in query["sql"]]
    assert admin.get(f"{contest.get_absolute_url()}cham-diem/").status_code == 404
    assert 'value="9"' in sign_in(member()).get(f"{contest.get_absolute_url()}cham-diem/").content.decode()
    with override_settings(PAPER_KEYS=["somebody else's"]), pytest.raises(BrokenSeal):
        _ = juror.marks.first().points
    mine, theirs = juror.marks.first(), other.marks.first()
    mine.sealed = theirs.sealed
    with pytest.raises(BrokenSeal):
        _ = mine.points
    close(contest)
    assert {line.content["points"]["1"] for line in LogLine.objects.filter(kind="marks")} == {4, 9}


def test_the_rule_stays_once_it_is_published(contest: Contest):
    written = {name: getattr(contest, name) for name in running.Rules.__dataclass_fields__ if hasattr(contest, name)}
    rules = running.Rules(**{**written, "categories": ["A"], "criteria": (), "jury_weight": 0})
    with pytest.raises(running.NotNow):
        running.write(rules=rules, contest=contest, by=None, at=timezone.now())
    sealing.seal(contest_id=contest.pk, at=timezone.now())
    opening = LogLine.objects.get(kind="open").content
    assert (opening["jury_weight"], opening["criteria"]) == (60, [[1, "Chất lượng", 70], [2, "Bao bì", 30]])


def test_the_desk_invites_and_the_juror_alone_finds_the_sheet(client: Client, contest: Contest):
    office = sign_in(GrantFactory(role=Role.COMMITTEE, province=contest.province).user)
    desk = f"/quan-tri/binh-chon/{contest.pk}/hoi-dong/"
    wrong = office.post(desk, {"name": ANGRY, "phone": "12"})
    assert wrong.status_code == 422 and ANGRY not in wrong.content.decode()
    office.post(desk, {"name": ANGRY, "phone": "0911 111 111"})
    assert office.post(desk, {"name": "x", "phone": "0911111111"}).status_code == 422
    sheet = f"{contest.get_absolute_url()}cham-diem/"
    assert sheet in Message.objects.get(template="contest_juror").body
    assert client.get(sheet).status_code == 302
    assert sign_in(member("+84933333333")).get(sheet).status_code == 404
    mine = sign_in(member())
    assert ANGRY not in mine.get(sheet).content.decode()
    full = {f"d-{entry}-{criterion}": "7" for entry in (1, 2, 3) for criterion in (1, 2)}
    half = mine.post(sheet, {**full, "d-3-2": "", "viec": "nop"})
    assert half.status_code == 422 and "còn ô trống" in half.content.decode()
    bad = mine.post(sheet, {**full, "d-3-2": "99", "viec": "luu"})
    assert bad.status_code == 422 and 'value="99"' in bad.content.decode()
    good = list(contest.entries.order_by("number"))[2].product.title
    assert f"{escape(good)}: ghi số nguyên" in bad.content.decode()
    mine.post(sheet, {**full, "d-3-2": "", "d-3-1": "", "x-3": "on", "viec": "nop"})
    juror = Juror.objects.get()
    assert juror.submitted_at and juror.marks.count() == 4
    shown = office.get(desk).content.decode()
    assert "Đã nộp" in shown and "Không chấm 1 sản phẩm" in shown and ANGRY not in shown
    rule = client.get(contest.get_absolute_url()).content.decode()
    assert "Phiếu người dân 40 %" in rule and "Chất lượng: 70 %" in rule


def test_criteria_are_written_one_a_line_and_sum_to_100(contest: Contest):
    office = sign_in(GrantFactory(role=Role.COMMITTEE, province=contest.province).user)
    now = timezone.localtime()
    written = {
        "title": "Có hội đồng",
        "organiser": "Ban",
        "province": contest.province_id,
        "rules": "x",
        "categories": "A",
        "choices_per_category": 1,
        "standings": "live",
        "jury_weight": 60,
        "criteria": "Chất lượng 40\nBao bì 50",
        **{name: f"{now + days * DAY:%Y-%m-%dT%H:%M}" for name, days in
           (("entries_until", 1), ("opens_at", 1), ("closes_at", 2))},
    }  # fmt: skip
    wrong = office.post("/quan-tri/binh-chon/moi/", written)
    assert wrong.status_code == 422 and "cộng lại bằng 100" in wrong.content.decode()
    assert (
        "ít nhất một tiêu chí" in office.post("/quan-tri/binh-chon/moi/", {**written, "criteria": ""}).content.decode()
    )
    office.post("/quan-tri/binh-chon/moi/", {**written, "criteria": "Chất lượng 40\nBao bì 60%"})
    draft = Contest.objects.get(title="Có hội đồng")
    assert list(draft.criteria.values_list("name", "weight")) == [("Chất lượng", 40), ("Bao bì", 60)]
    assert "Bao bì 60" in office.get(f"/quan-tri/binh-chon/{draft.pk}/sua/").content.decode()


def test_the_desk_of_a_closed_or_cancelled_contest_invites_nobody_and_says_why(contest: Contest):
    office = sign_in(GrantFactory(role=Role.COMMITTEE, province=contest.province).user)
    path, body = f"/quan-tri/binh-chon/{contest.pk}/hoi-dong/", {"name": "Ông Muộn", "phone": "0912 345 678"}
    assert 'name="phone"' in office.get(path).content.decode()
    for changed, said in (
        ({"state": "cancelled", "cancelled_reason": "Thiếu bài"}, "Cuộc bình chọn đã hủy"),
        ({"state": "published", "closed_at": timezone.now()}, "Sổ đã đóng"),
    ):
        Contest.objects.filter(pk=contest.pk).update(**changed)
        refused = office.post(path, body)
        assert refused.status_code == 409 and not Juror.objects.exists()
        for html in (refused.content.decode(), office.get(path).content.decode()):
            assert said in html and 'name="phone"' not in html
