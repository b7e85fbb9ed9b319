"""Live sessions: questions collected and ranked, answers recorded, minutes published; and pages for other sites."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from shop.accounts.enums import Role
from shop.campaign.embedding import token_for
from shop.campaign.forum.domain import dialogues, questions
from shop.campaign.forum.domain.moderating import AlreadyDecided, NoteMissing
from shop.campaign.forum.domain.path import NotNow, OwnText
from shop.campaign.forum.domain.writing import TooMany, WrongBody
from shop.campaign.forum.enums import TopicState
from shop.campaign.forum.models import Dialogue, Question
from shop.campaign.reasons import ReasonMissing
from shop.communication.models import Message
from shop.regions.models import Commune
from tests.factories.forum import DAY, a_body, a_dialogue, a_topic
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
ANGRY = '<script>alert("x")</script>'
FORUM, DESK = "/phong-trao/dien-dan/doi-thoai/", "/quan-tri/dien-dan/doi-thoai/"


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


def page(response) -> str:
    return response.content.decode()


def asked(dialogue: Dialogue, text: str = "Bao giờ có hàng Tết?") -> Question:
    question = questions.ask(dialogue=dialogue, text=text, author=UserFactory(), at=timezone.now())
    questions.show(question=question, seen=question.fingerprint, by=None, at=timezone.now(), note="đã xem")
    return question


def back(question: Question, network: str, *, age: int = 400) -> str:
    user, now = UserFactory(date_joined=timezone.now() - age * DAY), timezone.now()
    return questions.support(question=question, user=user, network=network, at=now).flag


def test_questions_are_asked_only_while_collected_three_each_and_read_first(commune: Commune):
    body, now, author, moderator = a_body(commune), timezone.now(), UserFactory(), UserFactory()
    dialogue = a_dialogue(commune, body)
    say = {"dialogue": dialogue, "author": author}
    first = questions.ask(**say, text="Gọi 0912 345 678 được không, xem www.a.vn?", at=now)
    assert questions.ask(**say, text="Gọi 0912 345 678 được không, xem www.a.vn?", at=now).pk == first.pk
    assert first.text.startswith("Gọi ••• được") and first.holds[0][0] == "link"
    for n in (2, 3):
        questions.ask(**say, text=f"Câu {n}?", at=now)
    with pytest.raises(TooMany):
        questions.ask(**say, text="Câu 4?", at=now)
    for moment in (now - 2 * DAY, now + 1.5 * DAY):
        with pytest.raises(NotNow):
            questions.ask(dialogue=dialogue, text="Sai lúc?", author=UserFactory(), at=moment)
    with pytest.raises(OwnText):
        questions.show(question=first, seen=first.fingerprint, by=author, at=now)
    with pytest.raises(NoteMissing):
        questions.show(question=first, seen=first.fingerprint, by=moderator, at=now)
    with pytest.raises(AlreadyDecided):
        questions.show(question=first, seen="khac", by=moderator, at=now, note="Trang của tỉnh")
    with pytest.raises(ReasonMissing):
        questions.refuse(question=first, reason="", by=moderator, at=now)
    questions.refuse(question=first, reason="Quảng cáo", by=moderator, at=now)
    assert "Quảng cáo" in Message.objects.get(template="forum_question_refused").body


def test_support_ranks_questions_until_the_session_begins_and_crowds_are_held_back(commune: Commune):
    dialogue, now = a_dialogue(commune, a_body(commune)), timezone.now()
    first, second = asked(dialogue, "Câu một?"), asked(dialogue, "Câu hai?")
    for n in range(3):
        back(second, f"n{n}")
    assert {back(first, "mot-mang") for _ in range(20)} == {"", "network"}
    order = list(Question.objects.filter(dialogue=dialogue).values_list("text", "support_count"))
    assert order == [("Câu hai?", 3), ("Câu một?", 0)] and first.supports.count() == 20
    assert questions.let_count(question=first, reason="Lớp học", by=UserFactory(), at=now) == 20
    assert Question.objects.filter(dialogue=dialogue).first().text == "Câu một?"
    with pytest.raises(OwnText):
        questions.support(question=first, user=first.author, network="x", at=now)
    dialogues.start(dialogue=dialogue, by=None, at=now + 1.5 * DAY)
    with pytest.raises(NotNow):
        questions.support(question=second, user=UserFactory(), network="x", at=now + 2 * DAY)
    with pytest.raises(NotNow):
        questions.take_back(question=second, user=UserFactory(), at=now + 2 * DAY)


def test_a_session_goes_its_way_and_answers_end_with_the_minutes(commune: Commune):
    body, other, now = a_body(commune), a_body(commune, name="Sở khác"), timezone.now()
    dialogue = a_dialogue(commune, body)
    question, later = asked(dialogue), now + 2 * DAY
    answer = {"question": question, "by": None, "at": later}
    with pytest.raises(NotNow):
        dialogues.start(dialogue=dialogue, by=None, at=now)  # questions are still collected
    with pytest.raises(NotNow):
        questions.record_answer(**answer, body=body, text="Sớm quá.")
    dialogues.start(dialogue=dialogue, by=None, at=later)
    with pytest.raises(WrongBody):
        questions.record_answer(**answer, body=other, text="Không phải bên trả lời.")
    questions.record_answer(**answer, body=body, text="Tháng sau. Gọi 0912 345 678.")
    questions.record_answer(**answer, body=body, text="Từ ngày 10 tháng sau.")
    with pytest.raises(NotNow):
        dialogues.publish_minutes(dialogue=dialogue, text="Sớm.", by=None, at=later)
    dialogues.end(dialogue=dialogue, by=None, at=later)
    with pytest.raises(ReasonMissing):
        dialogues.publish_minutes(dialogue=dialogue, text=" ", by=None, at=later)
    dialogues.publish_minutes(dialogue=dialogue, text="Có mặt 40 người.", by=None, at=later)
    dialogues.publish_minutes(dialogue=dialogue, text="Có mặt 42 người.", by=None, at=later)
    with pytest.raises(NotNow):
        questions.record_answer(**answer, body=body, text="Muộn quá.")
    with pytest.raises(NotNow):
        dialogues.cancel(dialogue=dialogue, reason="x", by=UserFactory(), at=later)
    question.refresh_from_db()
    assert (question.answer, question.answered_for) == ("Từ ngày 10 tháng sau.", body)
    told = ["forum_question_shown", "forum_question_answered", "forum_dialogue_minutes"]
    assert [Message.objects.filter(template=template).count() for template in told] == [1, 1, 1]


def test_every_state_of_a_session_has_its_page(commune: Commune, client: Client):
    assert "Chưa có buổi nào" in page(client.get(FORUM))
    body, now = a_body(commune), timezone.now()
    coming = a_dialogue(commune, body, title="Sắp tới", collects_from=now + DAY / 2)
    collecting = a_dialogue(commune, body, title="Đang nhận")
    running, closed = a_dialogue(commune, body, title="Đang họp"), a_dialogue(commune, body, title="Đã họp")
    cancelled, draft = a_dialogue(commune, body, title="Bị hủy"), a_dialogue(commune, body, title="Nháp", is_draft=True)
    for row in (running, closed):
        asked(row, f"Câu của {row.title}?")
        Dialogue.objects.filter(pk=row.pk).update(collects_until=now - DAY / 2, starts_at=now)
        row.refresh_from_db()
        dialogues.start(dialogue=row, by=None, at=now)
    dialogues.end(dialogue=closed, by=None, at=now)
    dialogues.cancel(dialogue=cancelled, reason=ANGRY, by=UserFactory(), at=now)
    rows = (coming, collecting, running, closed, cancelled)
    said = {row.title: page(client.get(row.get_absolute_url())) for row in rows}
    assert "Nhận câu hỏi từ" in said["Sắp tới"] and "Đăng nhập để hỏi" in said["Đang nhận"]
    assert "Đang trả lời" in said["Đang họp"] and 'hx-trigger="every 20s"' in said["Đang họp"]
    sheet = f"{closed.get_absolute_url()}bien-ban/"
    assert "Biên bản đăng ở đây" in said["Đã họp"] and client.get(sheet).status_code == 404
    assert "đã hủy" in said["Bị hủy"] and ANGRY not in said["Bị hủy"]
    assert client.get(draft.get_absolute_url()).status_code == 404
    listed = page(client.get(FORUM))
    assert all(title in listed for title in said) and "Nháp" not in listed
    dialogues.publish_minutes(dialogue=closed, text=f"Có mặt {ANGRY}", by=None, at=now)
    printed = page(client.get(sheet))
    assert "Câu của Đã họp?" in printed and "Chưa trả lời tại buổi đối thoại" in printed and ANGRY not in printed
    assert "Đang họp" in page(client.get("/phong-trao/dien-dan/"))  # the next one, by its beginning


def test_a_desk_runs_a_session_from_draft_to_minutes_and_another_province_cannot(commune: Commune, client: Client):
    office = sign_in(GrantFactory(role=Role.FORUM_MODERATOR, province=commune.province).user)
    body, now = a_body(commune), timezone.localtime()
    plan = {
        "title": ANGRY,
        "intro": ANGRY,
        "place": ANGRY,
        "province": commune.province_id,
        "hosts": [body.pk],
        "collects_from": f"{now - DAY:%Y-%m-%dT%H:%M}",
        "collects_until": f"{now + DAY:%Y-%m-%dT%H:%M}",
        "starts_at": f"{now + DAY:%Y-%m-%dT%H:%M}",
    }
    wrong = office.post(f"{DESK}moi/", {**plan, "collects_until": plan["collects_from"], "hosts": []})
    assert wrong.status_code == 422 and "Thứ tự phải là" in page(wrong) and "Chọn ít nhất một bên" in page(wrong)
    desk = office.post(f"{DESK}moi/", plan).headers["Location"]
    dialogue = Dialogue.objects.get()
    office.post(f"{desk}sua/", {**plan, "title": f"Đối thoại {ANGRY}"})
    office.post(f"{desk}viec/", {"viec": "cong-bo"})
    assert office.get(f"{desk}sua/").status_code == 302
    dialogue.refresh_from_db()
    reader, public = sign_in(UserFactory()), dialogue.get_absolute_url()
    assert reader.post(f"{public}cau-hoi/", {"text": ""}).status_code == 422
    reader.post(f"{public}cau-hoi/", {"text": f"Hỏi {ANGRY}?"})
    question = Question.objects.get()
    assert "Hỏi" not in page(client.get(public)) and "Hỏi" in page(office.get(desk))
    decide = f"{DESK}cau-hoi/{question.pk}/"
    stranger = GrantFactory(role=Role.COMMITTEE, province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    other = sign_in(stranger.user)
    assert other.get(desk).status_code == other.post(decide, {"viec": "dang"}).status_code == 404
    assert other.post(f"{desk}viec/", {"viec": "huy", "reason": "x"}).status_code == 404
    assert dialogue.title not in page(other.get(DESK))
    office.post(decide, {"viec": "dang", "ban": question.fingerprint})
    supporter = sign_in(UserFactory())
    supporter.post(f"{public}cau-hoi/{question.pk}/")
    assert "1 ủng hộ" in page(supporter.get(public)) and "Đã ủng hộ" in page(supporter.get(public))
    assert office.post(f"{desk}viec/", {"viec": "bat-dau"}).status_code == 422
    Dialogue.objects.update(collects_until=now - DAY / 2, starts_at=now)
    office.post(f"{desk}viec/", {"viec": "bat-dau"})
    assert office.post(decide, {"viec": "tra-loi", "co_quan": "999", "answer": "x"}).status_code == 422
    office.post(decide, {"viec": "tra-loi", "co_quan": body.pk, "answer": f"Từ ngày 10 {ANGRY}"})
    html = page(client.get(public))
    assert "Từ ngày 10" in html and ANGRY not in html and ANGRY not in page(office.get(desk))
    office.post(f"{desk}viec/", {"viec": "ket-thuc"})
    office.post(f"{desk}viec/", {"viec": "bien-ban", "minutes": "Có mặt 40 người."})
    assert "Có mặt 40 người." in page(client.get(f"{public}bien-ban/")) and "Đối thoại" in page(office.get(DESK))


def test_one_other_site_may_frame_a_topic_and_a_session_and_no_further_one(commune: Commune, client: Client):
    office = sign_in(GrantFactory(role=Role.FORUM_MODERATOR, province=commune.province).user)
    topic = a_topic(commune, title=f"Nhãn {ANGRY}", state=TopicState.AWAITING)
    dialogue = a_dialogue(commune, topic.body)
    asked(dialogue, f"Câu {ANGRY}?")
    for desk in (f"/quan-tri/dien-dan/{topic.pk}/", f"{DESK}{dialogue.pk}/"):
        assert "Ghi địa chỉ trang như" in page(office.get(desk, {"trang-nhung": "javascript:alert(1)"}))
        html = page(office.get(desk, {"trang-nhung": "mattran.tinh.vn"}))
        framed = re.search(r"src=&quot;https?://[^/]*([^&]*)&quot;|src=\"https?://[^/]*([^\"]*)\"", html)
        path = framed[1] or framed[2]
        response = client.get(path)
        policy = response.headers["Content-Security-Policy"]
        assert "frame-ancestors https://mattran.tinh.vn" in policy and "X-Frame-Options" not in response.headers
        assert ANGRY not in page(response) and not response.cookies
    for token in ("sai", token_for(page="forum-topic:999999", origin="https://a.vn")):
        assert client.get(f"/phong-trao/dien-dan/{topic.pk}/nhung/{token}/").status_code == 404
    assert "frame-ancestors 'none'" in client.get(topic.get_absolute_url()).headers["Content-Security-Policy"]


def test_a_feed_reader_gets_what_is_public_by_the_same_filters(commune: Commune, client: Client):
    topic = a_topic(commune, title=f"Mật ong {ANGRY}", state=TopicState.PUBLISHED)
    a_topic(commune, body=topic.body, title="Chưa đọc", text="Bài chưa ai đọc ở chợ xã này.")
    response = client.get("/phong-trao/dien-dan/tin.xml")
    xml = page(response)
    assert response.headers["Content-Type"].startswith("application/rss+xml")
    assert topic.get_absolute_url() in xml and "Chưa đọc" not in xml and ANGRY not in xml
    assert "<item>" not in page(client.get("/phong-trao/dien-dan/tin.xml?tieng-noi=business"))
