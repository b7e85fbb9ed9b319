"""Quizzes as somebody who takes part, an organiser and a stranger meet them."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from shop.campaign.quizzes import importing
from shop.campaign.quizzes.domain import answering, cancelling, drawing
from shop.campaign.quizzes.models import Attempt, Question, Quiz, QuizState, Round
from shop.campaign.quizzes.tasks import tell_of_cancelling
from shop.communication.models import Message
from shop.regions.models import Commune
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.factories.quizzes import DAY, a_player, a_quiz, a_round, an_attempt
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
ANGRY = '<script>alert("x")</script>'
INDEX = "/phong-trao/thi-tim-hieu/"


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def round_(commune: Commune) -> Round:
    return a_round(a_quiz(commune))


def page(response) -> str:
    return response.content.decode()


def over(round_: Round) -> None:
    now = timezone.now()
    Round.objects.filter(pk=round_.pk).update(opens_at=now - 8 * DAY, closes_at=now - DAY)
    round_.refresh_from_db()


def right_answers(round_: Round) -> dict[str, str]:
    return {f"c-{row.pk}": str(row.right) for row in Question.objects.filter(chosen__round=round_)}


def test_somebody_takes_part_once_and_learns_the_result_when_the_round_is_over(client: Client, round_: Round):
    address = round_.get_absolute_url()
    assert "Vào thi" in page(client.get(address)) and round_.seed_hash in page(client.get(address))
    assert client.get(f"{address}bat-dau/").status_code == 302
    player = sign_in(a_player(full_name="Nguyễn Thị Hạnh"))
    assert "Bắt đầu, tính giờ" in page(player.get(f"{address}bat-dau/")) and not Attempt.objects.exists()
    assert player.get(f"{address}lam-bai/").headers["Location"] == f"{address}bat-dau/"
    player.post(f"{address}bat-dau/")
    sheet = page(player.get(f"{address}lam-bai/"))
    assert sheet.count('type="radio"') == 9 and "Nguồn thử" not in sheet
    bad = player.post(f"{address}lam-bai/", {**right_answers(round_), "guess": "nhiều"})
    assert bad.status_code == 422 and page(bad).count(" checked") == 3 and 'value="nhiều"' in page(bad)
    done = player.post(f"{address}lam-bai/", {**right_answers(round_), "guess": "7"}, follow=True)
    assert "Đã nhận bài của bạn" in page(done) and "Đúng 3 trên 3" not in page(done)
    player.post(f"{address}lam-bai/", {"guess": "9"})
    attempt = Attempt.objects.get()
    assert (attempt.right, attempt.guess) == (3, 7)
    certificate = attempt.certificate_url
    assert client.get(certificate).status_code == 404  # not before the round is over
    over(round_)
    shown = page(player.get(address))
    assert "Đúng 3 trên 3" in shown and certificate in shown and "Đáp án" in page(client.get(address))
    assert "Nguyễn Thị Hạnh" in page(player.get(certificate))
    strange = page(client.get(certificate))
    assert "N. T. Hạnh" in strange and "Nguyễn Thị Hạnh" not in strange and "Giấy này có thật" in strange
    found = client.get(f"{INDEX}giay-chung-nhan/", {"ma": f"{attempt.code[:4]}-{attempt.code[4:].lower()}"})
    assert found.headers["Location"] == certificate
    assert client.get(f"{INDEX}giay-chung-nhan/", {"ma": ANGRY}).status_code == 404


def test_winners_are_masked_and_the_data_of_the_drawing_is_published_only_then(client: Client, round_: Round):
    an_attempt(round_, a_player(full_name="Trần Văn Bình", phone="+84912345678"), guess=5)
    address = round_.get_absolute_url()
    over(round_)
    assert client.get(f"{address}boc-tham.json").status_code == 404 and round_.seed not in page(client.get(address))
    drawing.draw(round_=round_, tie_answer=5, by=None, at=timezone.now())
    shown = page(client.get(address))
    assert "T. V. Bình" in shown and "Trần Văn Bình" not in shown and "912345" not in shown and round_.seed in shown
    data = client.get(f"{address}boc-tham.json").json()
    assert data["seed"] == round_.seed and len(data["entries"]) == 1
    assert "Trần" not in page(client.get(f"{address}boc-tham.json"))
    assert b"def winners" in b"".join(client.get(f"{INDEX}boc_tham.py").streaming_content)


def test_every_state_has_its_page(client: Client, commune: Commune):
    assert "Hiện không có kỳ thi nào" in page(client.get(INDEX))
    quiz = a_quiz(commune, questions=12)
    running, coming, closed, stopped = (a_round(quiz, opened=opened) for opened in (DAY, -DAY, 8 * DAY, DAY))
    draft = a_round(quiz, publish=False)
    cancelling.cancel_round(round_=stopped, reason=ANGRY, by=UserFactory(), at=timezone.now())
    said = {row: page(client.get(row.get_absolute_url())) for row in (running, coming, closed, stopped)}
    assert "Vào thi" in said[running] and "Chưa tới giờ mở" in said[coming] and "chờ bốc thăm" in said[closed]
    assert "Kỳ thi này đã hủy" in said[stopped] and ANGRY not in said[stopped]
    assert client.get(draft.get_absolute_url()).status_code == 404
    for address in (INDEX, quiz.get_absolute_url(), "/phong-trao/"):
        assert "Kỳ 1" in page(client.get(address)) and "Kỳ 5" not in page(client.get(address))
    player = sign_in(a_player())
    for row in (coming, closed, stopped):
        player.post(f"{row.get_absolute_url()}bat-dau/")
    assert not Attempt.objects.exists()
    Quiz.objects.update(state=QuizState.DRAFT)
    assert client.get(running.get_absolute_url()).status_code == 404


def test_an_organiser_runs_a_quiz_from_the_bank_to_the_drawing(client: Client, commune: Commune):
    office = sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user)
    desk = "/quan-tri/thi-tim-hieu/"
    written = {"title": ANGRY, "organiser": ANGRY, "province": commune.province_id, "rules": ANGRY}
    assert office.post(f"{desk}moi/", {**written, "commune_code": "99999"}).status_code == 422
    quiz_desk = office.post(f"{desk}moi/", written).headers["Location"]
    quiz = Quiz.objects.get()
    question = {"text": ANGRY, "option_a": ANGRY, "option_b": "b", "right": "0", "why": ANGRY}
    wrong = office.post(f"{quiz_desk}cau-hoi/", {**question, "right": "3"})
    assert wrong.status_code == 422 and "đang để trống" in page(wrong)
    office.post(f"{quiz_desk}cau-hoi/", question)
    assert "đã có trong ngân hàng" in page(office.post(f"{quiz_desk}cau-hoi/", question))
    sample = b"".join(office.get(f"{desk}mau-cau-hoi.xlsx").streaming_content)
    book = load_workbook(io.BytesIO(sample))
    book.active.append(("Hỏi?", "=1+1", "b", "", "", "A", ""))
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    out.name = "cau-hoi.xlsx"
    office.post(f"{quiz_desk}cau-hoi/nhap/", {"file": out})
    bad = io.BytesIO(b"khong phai bang tinh")
    bad.name = "x.xlsx"
    assert office.post(f"{quiz_desk}cau-hoi/nhap/", {"file": bad}).status_code == 422
    now = timezone.localtime()
    week = {
        "opens_at": f"{now + DAY:%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + 8 * DAY:%Y-%m-%dT%H:%M}",
        **{"size": 1, "seconds": 60, "pass_right": 1, "tie_text": ANGRY, "prizes": 1, "prize_text": ANGRY},
    }
    late = office.post(f"{quiz_desk}ky-moi/", {**week, "closes_at": week["opens_at"], "pass_right": 9})
    assert late.status_code == 422 and "phải sau giờ mở" in page(late) and "Không quá số câu" in page(late)
    round_desk = office.post(f"{quiz_desk}ky-moi/", week).headers["Location"]
    round_ = Round.objects.get()
    office.post(f"{round_desk}viec/", {"viec": "cong-bo"})
    round_.refresh_from_db()
    assert round_.state == QuizState.DRAFT  # the quiz is a draft
    office.post(f"{quiz_desk}cong-bo/")
    office.post(f"{round_desk}viec/", {"viec": "cong-bo"})
    round_.refresh_from_db()
    assert round_.state == QuizState.PUBLISHED and round_.seed not in page(office.get(round_desk))
    an_attempt(round_, a_player(full_name="=cmd()", phone="+84912345678"), right=1, at=round_.opens_at)
    over(round_)
    assert office.post(f"{round_desk}viec/", {"viec": "boc-tham", "tie_answer": "x"}).status_code == 422
    office.post(f"{round_desk}viec/", {"viec": "boc-tham", "tie_answer": "4"})
    round_.refresh_from_db()
    assert round_.drawn_at and round_.winners.count() == 1
    sheet = load_workbook(io.BytesIO(b"".join(office.get(f"{round_desk}ket-qua.xlsx").streaming_content)))
    winner = [cell.value for cell in list(sheet.worksheets[0].rows)[1]]
    assert winner[2:4] == ["'=cmd()", "0912 345 678"] and sheet.worksheets[1].max_row == 2
    pages = [client.get(round_.get_absolute_url()), client.get(quiz.get_absolute_url()), office.get(round_desk)]
    pages += [office.get(quiz_desk), office.get(f"{quiz_desk}cau-hoi/"), client.get(INDEX)]
    assert not any(ANGRY in page(response) for response in pages)


def test_another_provinces_committee_sees_nothing(round_: Round):
    stranger = GrantFactory(role=Role.COMMITTEE, province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    away, quiz = sign_in(stranger.user), round_.quiz
    desk = f"/quan-tri/thi-tim-hieu/{quiz.pk}/"
    assert quiz.title not in page(away.get("/quan-tri/thi-tim-hieu/"))
    for address in ("", "cau-hoi/", f"ky/{round_.pk}/", f"ky/{round_.pk}/ket-qua.xlsx"):
        assert away.get(f"{desk}{address}").status_code == 404
    assert away.post(f"{desk}ky/{round_.pk}/viec/", {"viec": "huy", "reason": "x"}).status_code == 404


def test_only_the_signed_link_is_framed(client: Client, round_: Round):
    quiz = round_.quiz
    office = sign_in(GrantFactory(role=Role.COMMITTEE, province=quiz.province).user)
    shown = page(office.get(f"/quan-tri/thi-tim-hieu/{quiz.pk}/", {"trang-nhung": "https://tinh.example.vn"}))
    path = re.search(r'iframe src="https?://[^/]+(/[^"]+)"', shown.replace("&quot;", '"'))[1]
    assert f'title="{quiz.title}"' in shown.replace("&quot;", '"')
    framed = client.get(path)
    assert "frame-ancestors https://tinh.example.vn" in framed.headers["Content-Security-Policy"]
    assert "Vào thi trên Chợ Phiên" in page(framed)
    assert client.get(path[:-3] + "x/").status_code == 404


def test_the_order_is_a_persons_own_and_stays(round_: Round):
    orders = set()
    for _ in range(6):
        player = sign_in(a_player())
        player.post(f"{round_.get_absolute_url()}bat-dau/")
        sheets = [page(player.get(f"{round_.get_absolute_url()}lam-bai/")) for _ in range(2)]
        shown = [tuple(re.findall(r'id="(c-\d+-\d+)"', sheet)) for sheet in sheets]
        assert shown[0] == shown[1]
        orders.add(shown[0])
    assert len(orders) > 1


def test_the_template_opens_and_says_how(commune: Commune):
    book = load_workbook(importing.template())
    assert [cell.value for cell in next(book.active.rows)] == list(importing.HEADINGS)


def test_a_cancelled_quiz_stops_what_was_not_drawn_and_keeps_what_was(client: Client, commune: Commune):
    office = sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user)
    quiz = a_quiz(commune, questions=12)
    drawn, running, _coming = (a_round(quiz, opened=opened) for opened in (8 * DAY, DAY, -DAY))
    draft = a_round(quiz, publish=False)
    won, began = an_attempt(drawn), answering.begin(round_=running, user=a_player(), at=timezone.now())
    drawing.draw(round_=drawn, tie_answer=1, by=None, at=timezone.now())
    desk = f"/quan-tri/thi-tim-hieu/{quiz.pk}/"
    assert "2 kỳ chưa bốc thăm" in page(office.get(desk))
    silent = office.post(f"{desk}huy/", {"reason": " "})
    assert silent.status_code == 422 and "Ghi lý do" in page(silent)
    office.post(f"{desk}huy/", {"reason": f"Lộ đề {ANGRY}"})
    states = list(Round.objects.order_by("number").values_list("state", flat=True))
    assert states == ["published", "cancelled", "cancelled", "draft"]
    said = page(client.get(drawn.get_absolute_url()))
    assert "kết quả kỳ này giữ nguyên" in said and won.code in said and ANGRY not in said
    assert client.get(f"{drawn.get_absolute_url()}boc-tham.json").json()["winners"] == [won.code]
    assert client.get(won.certificate_url).status_code == 200
    assert "Kỳ thi này đã hủy" in page(client.get(running.get_absolute_url()))
    assert "Cuộc thi này đã hủy" in page(client.get(quiz.get_absolute_url()))
    assert client.get(draft.get_absolute_url()).status_code == 404
    [job] = ProcrastinateJob.objects.filter(task_name=tell_of_cancelling.name)
    for _again in range(2):
        tell_of_cancelling(**job.args)
    told = Message.objects.get(template="quiz_cancelled")
    assert told.recipient == began.user.phone and "kỳ 2, 3" in told.body and "Lộ đề" in told.body
    event = AuditEvent.objects.get(action="quiz.cancelled")
    assert event.details["rounds"] == [2, 3] and AuditEvent.objects.filter(action="quiz_round.cancelled").count() == 2
    assert "Hủy cả cuộc thi" not in page(office.get(desk))
    assert office.get(f"{desk}ky-moi/").headers["Location"] == desk
    office.post(f"{desk}huy/", {"reason": "Lần nữa"})
    quiz.refresh_from_db()
    assert quiz.cancelled_reason.startswith("Lộ đề")
