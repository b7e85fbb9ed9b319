"""Readers report texts; moderators hide them with a reason or let them stand."""

from __future__ import annotations

import html
import re

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from shop.campaign.forum import reported
from shop.campaign.forum.domain import answering, moderating, questions, reporting, writing
from shop.campaign.forum.domain.crowds import visitor_of
from shop.campaign.forum.domain.moderating import AlreadyDecided, NoteMissing
from shop.campaign.forum.domain.path import NotNow, OwnDecision, OwnText
from shop.campaign.forum.domain.writing import TooMany
from shop.campaign.forum.enums import TextState, TopicState
from shop.campaign.forum.models import Question, Reply, Report, Topic
from shop.campaign.reasons import ReasonMissing
from shop.communication.models import Message
from shop.regions.models import Commune
from tests.factories.forum import DAY, a_body, a_dialogue, a_topic
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
FORUM, DESK = "/phong-trao/dien-dan/", "/quan-tri/dien-dan/"
ANGRY = '<script>alert("x")</script>'


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def topic(commune: Commune) -> Topic:
    return a_topic(commune, state=TopicState.AWAITING, body=a_body(commune, member=UserFactory()))


@pytest.fixture
def reply(topic: Topic) -> Reply:
    said = writing.reply(topic=topic, text="Quầy đầu chợ bán hàng giả.", author=UserFactory(), at=timezone.now())
    moderating.show_reply(reply=said, seen=said.fingerprint, by=None, at=timezone.now())
    said.refresh_from_db()
    return said


@pytest.fixture
def office(commune: Commune) -> Client:
    return sign_in(GrantFactory(role=Role.FORUM_MODERATOR, province=commune.province).user)


def page(response) -> str:
    return response.content.decode()


def an_answered_question(commune: Commune) -> Question:
    host, now = a_body(commune, name="Sở chủ trì"), timezone.now()
    session = a_dialogue(commune, host)
    asked = questions.ask(dialogue=session, text="Ông A bán hàng giả?", author=UserFactory(), at=now)
    questions.show(question=asked, seen=asked.fingerprint, by=None, at=now)
    type(session).objects.filter(pk=session.pk).update(started_at=now)
    questions.record_answer(question=asked, body=host, text="Đúng vậy.", by=None, at=now)
    asked.refresh_from_db()
    return asked


def test_a_reader_reports_with_one_tap_once_and_is_thanked(reply, topic):
    reader = sign_in(user := UserFactory())
    where = f"{FORUM}bao/y-kien/{reply.pk}/"
    assert f'action="{where}"' in page(reader.get(topic.get_absolute_url()))
    assert f'href="{where}khach/"' in page(Client().get(topic.get_absolute_url()))
    first = reader.post(where)
    assert reader.post(where).headers["Location"] == first.headers["Location"] and Report.objects.count() == 1
    assert "Cảm ơn bạn đã báo" in page(reader.get(first.headers["Location"]))
    reader.post(first.headers["Location"], {"reason": f"Bịa đặt {ANGRY} gọi 0912 345 678"})
    made = Report.objects.get()
    assert made.reporter == user and "0912" not in made.reason and made.reason.startswith("Bịa đặt")
    assert "Đang chờ xem" in page(reader.get(f"{FORUM}cua-toi/"))
    assert sign_in(UserFactory()).get(first.headers["Location"]).status_code == 404


def test_a_slip_is_taken_back_before_but_not_after_the_decision(reply):
    reader, moderator = sign_in(UserFactory()), UserFactory()
    where = reader.post(f"{FORUM}bao/y-kien/{reply.pk}/").headers["Location"]
    reader.post(where, {"viec": "rut"})
    assert not Report.objects.exists()
    where = reader.post(f"{FORUM}bao/y-kien/{reply.pk}/").headers["Location"]
    made = Report.objects.get()
    reporting.let_stand(text=reply, why="Đúng sự việc", seen=made.pk, by=moderator, at=timezone.now())
    for late in ({"viec": "rut"}, {"reason": "Nghĩ ra sau"}):
        reader.post(where, late)
    assert Report.objects.get().reason == ""
    assert "Đúng sự việc" in page(reader.get(f"{FORUM}cua-toi/"))


def test_what_nobody_reads_ones_own_and_the_twenty_first_of_a_day_cannot_be_reported(commune, topic, reply):
    now, user = timezone.now(), UserFactory()
    unread = writing.reply(topic=topic, text="Chưa duyệt", author=UserFactory(), at=now)
    with pytest.raises(NotNow):
        reporting.report(text=unread, reporter=user, at=now)
    assert sign_in(user).post(f"{FORUM}bao/y-kien/{unread.pk}/").status_code == 404
    assert sign_in(user).post(f"{FORUM}bao/khac/{reply.pk}/").status_code == 404
    for text, author in ((reply, reply.author), (topic.versions.get(), topic.author)):
        with pytest.raises(OwnText):
            reporting.report(text=text, reporter=author, at=now)
    texts = [
        Reply.objects.create(topic=topic, text=str(n), author=UserFactory(), state=TextState.SHOWN, written_at=now)
        for n in range(reporting.REPORTS_A_DAY)
    ]
    for text in texts:
        reporting.report(text=text, reporter=user, at=now)
    with pytest.raises(TooMany):
        reporting.report(text=reply, reporter=user, at=now)
    assert reporting.report(text=reply, reporter=user, at=now + DAY + DAY).pk


def test_the_desk_shows_counts_and_hides_with_a_reason_that_the_author_and_the_trail_get(reply, office, topic):
    for reason in ("", f"Vu khống {ANGRY}"):
        made = reporting.report(text=reply, reporter=UserFactory(), at=timezone.now())
        reporting.give_reason(report=made, reason=reason)
    shown = page(office.get(f"{DESK}bi-bao/"))
    assert "2 người báo" in shown and "Vu khống &lt;script&gt;" in shown and ANGRY not in shown
    assert "Bị báo (1)" in page(office.get(DESK))
    where = f"{DESK}bi-bao/y-kien/{reply.pk}/"
    silent = office.post(where, {"viec": "go", "den": made.pk})
    assert silent.status_code == 422 and "Ghi lý do" in page(silent)
    assert office.post(where, {"viec": "go", "den": made.pk, "reason": "Không có bằng chứng"}).status_code == 302
    reply.refresh_from_db()
    assert reply.state == TextState.REMOVED and reply.reason == "Không có bằng chứng"
    assert "Quầy đầu chợ" not in page(Client().get(topic.get_absolute_url()))
    assert "Không có bằng chứng" in Message.objects.get(template="forum_reply_removed").body
    event = AuditEvent.objects.get(action="forum_report.hidden")
    assert event.actor_id and event.reason == "Không có bằng chứng" and event.details["what"] == "2"
    assert Report.objects.filter(verdict="hidden", decided_by=event.actor).count() == 2
    assert "Không có bài nào" in page(office.get(f"{DESK}bi-bao/"))


def test_moderators_decide_about_nothing_of_their_own(commune, topic):
    asked, now = an_answered_question(commune), timezone.now()
    for text, author in ((topic.versions.get(), topic.author), (asked, asked.author)):
        made = reporting.report(text=text, reporter=UserFactory(), at=now)
        for act in (reporting.hide, reporting.let_stand):
            with pytest.raises(OwnText), transaction.atomic():
                act(text=text, why="Của tôi", seen=made.pk, by=author, at=now)
        made.refresh_from_db()
        assert made.decided_at is None


def test_whoever_reports_after_the_desk_looked_is_read_again(reply, commune):
    moderator, now = GrantFactory(role=Role.FORUM_MODERATOR, province=commune.province).user, timezone.now()
    first = reporting.report(text=reply, reporter=UserFactory(), at=now)
    later = reporting.report(text=reply, reporter=UserFactory(), at=now)
    assert reporting.let_stand(text=reply, why="Đúng", seen=first.pk, by=moderator, at=now) == 1
    later.refresh_from_db()
    assert later.decided_at is None
    with pytest.raises(AlreadyDecided):
        reporting.let_stand(text=reply, why="Đúng", seen=first.pk, by=moderator, at=now)
    with pytest.raises(ReasonMissing):
        reporting.let_stand(text=reply, why=" ", seen=later.pk, by=moderator, at=now)
    for act in (reporting.hide, reporting.let_stand):
        with pytest.raises(OwnText):
            act(text=reply, why="Của tôi", seen=later.pk, by=reply.author, at=now)
    assert Report.objects.filter(decided_at=None).count() == 1


def test_a_topic_an_official_answer_and_an_answered_question_are_hidden_only_where_somebody_reported(commune, topic):
    moderator, now = UserFactory(), timezone.now()
    member = topic.body.members.get().user
    official = answering.answer(topic=topic, text="Sở trả lời và gọi tên ông A.", by=member, at=now)
    asked = an_answered_question(commune)
    with pytest.raises(AlreadyDecided):
        moderating.refuse_reply(reply=official, reason="Thử", by=moderator, at=now)
    with pytest.raises(AlreadyDecided):
        questions.refuse(question=asked, reason="Thử", by=moderator, at=now)
    for text in (official, asked, topic.versions.get()):
        made = reporting.report(text=text, reporter=UserFactory(), at=now)
        reporting.hide(text=text, why="Nêu tên người", seen=made.pk, by=moderator, at=now)
        text.refresh_from_db()
        assert text.state == TextState.REMOVED
        if text is official:
            assert "Gỡ một trả lời chính thức: Nêu tên người" in page(Client().get(topic.get_absolute_url()))
    topic.refresh_from_db()
    assert topic.state == TopicState.REJECTED and Client().get(topic.get_absolute_url()).status_code == 404


def test_the_desk_of_another_province_or_commune_neither_sees_nor_decides(reply, commune):
    asked = an_answered_question(commune)
    reports = [reporting.report(text=text, reporter=UserFactory(), at=timezone.now()) for text in (reply, asked)]
    hanoi = ProvinceFactory(code="01", slug="ha-noi")
    strangers = (
        GrantFactory(role=Role.FORUM_MODERATOR, province=hanoi),
        GrantFactory(role=Role.COMMITTEE, province=commune.province, commune=CommuneFactory()),
    )
    for grant in strangers:
        client = sign_in(grant.user)
        shown = page(client.get(f"{DESK}bi-bao/"))
        assert "Quầy đầu chợ" not in shown and "Ông A bán hàng giả" not in shown
        for made, where in zip(reports, (f"y-kien/{reply.pk}", f"cau-hoi/{asked.pk}"), strict=True):
            sent = {"viec": "go", "den": made.pk, "reason": "Không đúng"}
            assert client.post(f"{DESK}bi-bao/{where}/", sent).status_code == 404
    assert sign_in(UserFactory()).get(f"{DESK}bi-bao/").status_code == 403
    assert Report.objects.filter(decided_at=None).count() == 2
    assert reported.own(reports[0].reporter).get() == reports[0]


def test_who_wrote_what_was_taken_off_reads_so_and_objects(reply, topic, commune):
    moderator, now = UserFactory(), timezone.now()
    asked = an_answered_question(commune)
    refused = writing.reply(topic=topic, text="Mua ở chỗ tôi", author=reply.author, at=now)
    moderating.refuse_reply(reply=refused, reason="Quảng cáo", by=moderator, at=now)
    for text in (reply, asked, topic.versions.get()):
        made = reporting.report(text=text, reporter=UserFactory(), at=now)
        reporting.hide(text=text, why="Nêu tên <người> & nhà", seen=made.pk, by=moderator, at=now)
    author = sign_in(reply.author)
    mine = page(author.get(f"{FORUM}cua-toi/"))
    assert ">Đã gỡ<" in mine and ">Không đăng<" in mine and mine.count("gửi khiếu nại") == 1
    link = html.unescape(re.findall(r'href="(/khieu-nai/[^"]+)"', mine)[0])
    begun = author.get(link).context["form"]
    assert begun["subject"].value() == "forum" and begun["phone"].value()
    assert begun["body"].value().startswith(f"Ý kiến số {reply.pk} của tôi ở chủ đề “{topic.title}”")
    assert "Nêu tên <người> & nhà" in begun["body"].value()
    for user in (topic.author, asked.author):
        other = page(sign_in(user).get(f"{FORUM}cua-toi/"))
        assert "gửi khiếu nại" in other and ">Đã gỡ<" in other and "Không đăng" not in other


def test_what_was_taken_off_comes_back_by_another_moderator_with_a_reason(reply, topic, commune, office):
    first, second, now = UserFactory(), UserFactory(), timezone.now()
    asked = an_answered_question(commune)
    official = answering.answer(topic=topic, text="Sở trả lời.", by=topic.body.members.get().user, at=now)
    for text in (reply, asked, official):
        made = reporting.report(text=text, reporter=UserFactory(), at=now)
        reporting.hide(text=text, why="Vội", seen=made.pk, by=first, at=now)
        text.refresh_from_db()
    shown = page(office.get(f"{DESK}{topic.pk}/")) + page(office.get(f"{DESK}doi-thoai/{asked.dialogue_id}/"))
    assert shown.count("Đăng lại</button>") == 3
    for text, back in (
        (reply, lambda **more: moderating.show_reply(reply=reply, **more)),
        (official, lambda **more: moderating.show_reply(reply=official, **more)),
        (asked, lambda **more: questions.show(question=asked, **more)),
    ):
        with pytest.raises(OwnDecision):
            back(seen=text.fingerprint, by=first, at=now, note="Nghĩ lại")
        with pytest.raises(NoteMissing):
            back(seen=text.fingerprint, by=second, at=now)
        back(seen=text.fingerprint, by=second, at=now, note="Có bằng chứng")
        text.refresh_from_db()
        assert (text.state, text.reason) == (TextState.SHOWN, "")
    read = page(Client().get(topic.get_absolute_url()))
    assert reply.text in read and "Đăng lại một trả lời chính thức: Có bằng chứng" in read
    assert Message.objects.filter(template="forum_reply_back", body__contains="Có bằng chứng").count() == 2


def test_a_visitor_reports_without_a_name_into_the_same_queue_once_from_a_network(reply, topic, office):
    reader, where = Client(enforce_csrf_checks=False), f"{FORUM}bao/y-kien/{reply.pk}/khach/"
    assert "Quầy đầu chợ" in page(reader.get(where))
    for address in ("203.0.113.5", "203.0.113.77", "198.51.100.1"):  # the first two are one network
        sent = reader.post(where, {"reason": f"Bịa {ANGRY} gọi 0912 345 678"}, REMOTE_ADDR=address)
        assert sent.status_code == 200 and "Cảm ơn bạn đã báo" in page(sent)
    first, _second = Report.objects.order_by("pk")
    assert first.reporter is None and "0912" not in first.reason and "203.0.113" not in first.network
    assert Client(enforce_csrf_checks=True).post(where, {}).status_code == 403
    reporting.report(text=reply, reporter=UserFactory(), at=timezone.now())
    shown = page(office.get(f"{DESK}bi-bao/"))
    assert "1 người báo" in shown and "2 lượt báo không đăng nhập" in shown and ANGRY not in shown
    office.post(f"{DESK}bi-bao/y-kien/{reply.pk}/", {"viec": "de", "den": first.pk + 9, "reason": "Đúng sự việc"})
    again = reader.post(where, {"reason": "Vẫn bịa"}, REMOTE_ADDR="192.0.2.1")
    assert again.status_code == 422 and "đã đọc bài này và để nguyên" in page(again) and "Vẫn bịa" in page(again)
    assert not Report.objects.filter(decided_at=None).exists()
    hidden = writing.reply(topic=topic, text="Chưa duyệt", author=UserFactory(), at=timezone.now())
    assert reader.get(f"{FORUM}bao/y-kien/{hidden.pk}/khach/").status_code == 404


def test_visitors_flood_neither_one_text_nor_the_queue(reply, topic, monkeypatch):
    now = timezone.now()
    for n in range(reporting.VISITORS_EACH + 3):
        reporting.report_as_visitor(text=reply, network=f"net-{n}", reason="", at=now)
    assert Report.objects.count() == reporting.VISITORS_EACH
    texts = [
        Reply.objects.create(topic=topic, text=str(n), author=UserFactory(), state=TextState.SHOWN, written_at=now)
        for n in range(reporting.NETWORK_A_DAY + 1)
    ]
    with pytest.raises(TooMany):
        for text in texts:
            reporting.report_as_visitor(text=text, network="one", reason="", at=now)
    assert Report.objects.filter(network="one").count() == reporting.NETWORK_A_DAY
    monkeypatch.setattr(reporting, "VISITORS_A_DAY", Report.objects.count())
    with pytest.raises(TooMany):
        reporting.report_as_visitor(text=texts[-1], network="other", reason="", at=now)
    reporting.report(text=texts[-1], reporter=UserFactory(), at=now)  # accounts have bounds of their own
    day = timezone.localdate(now)
    assert visitor_of("203.0.113.5", day) == visitor_of("203.0.113.77", day) != visitor_of("203.0.113.5", day + DAY)
