"""The way of a topic: written, read by a moderator, passed on, answered, rewritten, closed."""

from __future__ import annotations

import datetime

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.campaign.forum.domain import answering, managing, moderating, writing
from shop.campaign.forum.domain.overdue import mark_overdue
from shop.campaign.forum.domain.path import NotNow, OwnText
from shop.campaign.forum.enums import TRANSITIONS, BodyKind, TextState, TopicState
from shop.campaign.forum.models import Topic, TopicEvent
from shop.campaign.reasons import ReasonMissing
from shop.communication.models import Message
from shop.regions.models import Commune
from tests.factories.forum import DAY, a_body, a_topic
from tests.factories.goods import SellerFactory
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def moderator() -> User:
    return UserFactory()


def states(topic: Topic) -> list[str]:
    return [event.state for event in topic.events.all()]


def sent(template: str) -> int:
    return Message.objects.filter(template=template).count()


def test_a_topic_goes_its_way_and_everybody_is_told_once(commune: Commune, moderator: User):
    official = UserFactory()
    body = a_body(commune, member=official)
    topic, now = a_topic(commune, body=body), timezone.now()
    moderating.approve(version=topic.versions.get(), by=moderator, at=now)
    topic = moderating.pass_on(topic=topic, body=body, by=moderator, at=now)
    assert topic.due_on == timezone.localdate(now) + datetime.timedelta(days=15)
    answering.answer(topic=topic, text="Sở đã hướng dẫn. Gọi 0912 345 678.", by=official, at=now + DAY)
    answering.answer(topic=topic, text="Bổ sung: có mẫu nhãn in sẵn.", by=official, at=now + 2 * DAY)
    moderating.close(topic=topic, note="", by=moderator, at=now + 3 * DAY)
    topic.refresh_from_db()
    assert states(topic) == ["waiting", "published", "awaiting", "answered", "closed"]
    assert [reply.text for reply in topic.replies.all()] == [
        "Sở đã hướng dẫn. Gọi •••.",
        "Bổ sung: có mẫu nhãn in sẵn.",
    ]
    assert topic.replies.first().version_number == 1 and topic.answered_at == now + DAY
    told = ["forum_topic_shown", "forum_asked", "forum_answered", "forum_topic_closed"]
    assert [sent(template) for template in told] == [1, 1, 2, 1]


def test_the_database_refuses_every_step_that_is_not_in_the_table(commune: Commune):
    topic = a_topic(commune)
    for start, ends in TRANSITIONS.items():
        for end in set(TopicState) - set(ends) - {start}:
            with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
                _force(topic, start)
                Topic.objects.filter(pk=topic.pk).update(state=end)
    with pytest.raises(DatabaseError), transaction.atomic():
        TopicEvent.objects.update(note="khác")


def _force(topic: Topic, state: TopicState) -> None:
    """Walk a topic to a state by steps that are allowed."""
    ways: dict[TopicState, list[TopicState]] = {TopicState.WAITING: []}
    queue = [TopicState.WAITING]
    while queue:
        here = queue.pop(0)
        for there in TRANSITIONS[here]:
            if there not in ways:
                ways[there] = [*ways[here], there]
                queue.append(there)
    Topic.objects.filter(pk=topic.pk).update(reason="x", due_on="2026-12-01")
    for step in ways[state]:
        Topic.objects.filter(pk=topic.pk).update(state=step)


def test_a_refused_topic_tells_why_and_comes_back_rewritten(commune: Commune, moderator: User):
    topic, now = a_topic(commune), timezone.now()
    version = topic.versions.get()
    with pytest.raises(ReasonMissing):
        moderating.refuse(version=version, reason="  ", by=moderator, at=now)
    moderating.refuse(version=version, reason="Thiếu ngày mua", by=moderator, at=now)
    assert "Thiếu ngày mua" in Message.objects.get(template="forum_topic_refused").body
    author = topic.author
    writing.rewrite(
        topic=topic, title="Ghi ngày", text="Mua ngày 25/11 ở chợ.", keep=[], pictures=[], author=author, at=now
    )
    topic.refresh_from_db()
    assert (topic.state, topic.title) == (TopicState.WAITING, "Ghi ngày")
    moderating.approve(version=topic.versions.latest("number"), by=moderator, at=now)
    assert states(topic) == ["waiting", "rejected", "waiting", "published"]


def test_readers_keep_the_version_that_was_read_until_the_next_is(commune: Commune, moderator: User):
    topic, now = a_topic(commune, state=TopicState.AWAITING), timezone.now()
    words = {"keep": [], "pictures": [], "author": topic.author, "at": now}
    first = writing.rewrite(topic=topic, title="Sửa lần một", text="Nội dung sửa lần một ở đây.", **words)
    second = writing.rewrite(topic=topic, title="Sửa lần hai", text="Nội dung sửa lần hai ở đây.", **words)
    topic.refresh_from_db()
    assert topic.title == "Nhãn mật ong"
    with pytest.raises(moderating.AlreadyDecided):  # the moderator had read the first one
        moderating.approve(version=first, by=moderator, at=now)
    moderating.approve(version=second, by=moderator, at=now)
    topic.refresh_from_db()
    kept = dict(topic.versions.values_list("number", "state"))
    assert (topic.title, topic.state) == ("Sửa lần hai", TopicState.AWAITING)
    assert kept == {1: TextState.REPLACED, 2: TextState.REPLACED, 3: TextState.SHOWN}


def test_an_answered_topic_is_not_rewritten_under_its_answer(commune: Commune, moderator: User):
    official, now = UserFactory(), timezone.now()
    topic = a_topic(commune, body=a_body(commune, member=official), state=TopicState.AWAITING)
    words = {"title": "Đổi lời", "text": "Lời khác hẳn với lúc đầu.", "keep": [], "pictures": []}
    late = writing.rewrite(topic=topic, **words, author=topic.author, at=now)
    answering.answer(topic=topic, text="Đã trả lời.", by=official, at=now)
    with pytest.raises(NotNow):
        moderating.approve(version=late, by=moderator, at=now)
    with pytest.raises(NotNow):
        writing.rewrite(topic=topic, **words, author=topic.author, at=now)


def test_held_texts_are_let_through_only_with_a_word_why(commune: Commune, moderator: User):
    now = timezone.now()
    managing.watch(words="Lừa đảo", note="", province=None, by=None, at=now)
    managing.watch(words="mật ong", note="", province=ProvinceFactory(code="01", slug="ha-noi"), by=None, at=now)
    topic = a_topic(commune, text="Gian này lừa đảo, xem www.a.vn, gọi 0912 345 678 nhé mọi người.")
    version = topic.versions.get()
    assert version.holds == [["link", "www.a.vn,"], ["word", "lừa đảo"]] and version.masked == 1
    assert "0912" not in topic.text
    with pytest.raises(moderating.NoteMissing):
        moderating.approve(version=version, by=moderator, at=now)
    moderating.approve(version=version, by=moderator, at=now, note="Có biên bản kèm theo")
    again = a_topic(commune, body=topic.body, text=topic.text)
    assert ["repeat", ""] in again.versions.get().holds


def test_nobody_decides_about_or_answers_what_they_wrote(commune: Commune):
    writer, now = UserFactory(), timezone.now()
    body = a_body(commune, member=writer)
    topic = a_topic(commune, body=body, author=writer)
    for act in (moderating.approve, moderating.refuse):
        more = {"reason": "x"} if act is moderating.refuse else {}
        with pytest.raises(OwnText):
            act(version=topic.versions.get(), by=writer, at=now, **more)
    passed = a_topic(
        commune, body=body, author=writer, state=TopicState.AWAITING, title="Khác", text="Một việc khác hẳn."
    )
    with pytest.raises(OwnText):
        answering.answer(topic=passed, text="Tự trả lời.", by=writer, at=now)
    with pytest.raises(OwnText):
        moderating.take_down(topic=passed, reason="x", by=writer, at=now)
    reply = writing.reply(topic=passed, text="Ý kiến của tôi", author=writer, at=now)
    with pytest.raises(OwnText):
        moderating.show_reply(reply=reply, seen=reply.fingerprint, by=writer, at=now)


def test_only_who_speaks_for_the_body_answers(commune: Commune):
    now, shop = timezone.now(), SellerFactory(commune=commune)
    owner = GrantFactory(role=Role.SELLER_OWNER, seller=shop).user
    packer = GrantFactory(role=Role.SELLER_PACKER, seller=shop).user
    official = UserFactory()
    a_body(commune, name="Sở khác", member=official)
    body = a_body(commune, name=shop.name, kind=BodyKind.SELLER, seller=shop)
    topic = a_topic(commune, body=body, state=TopicState.AWAITING)
    for stranger in (packer, official, UserFactory()):
        with pytest.raises(answering.NotMember):
            answering.answer(topic=topic, text="Tôi trả lời thay.", by=stranger, at=now)
    answering.answer(topic=topic, text="Gian hàng trả lời.", by=owner, at=now)
    published = a_topic(
        commune, body=body, state=TopicState.PUBLISHED, title="Chưa chuyển", text="Chưa chuyển cho ai cả."
    )
    with pytest.raises(NotNow):
        answering.answer(topic=published, text="Sớm quá.", by=owner, at=now)


def test_who_is_named_may_reply_once_and_a_held_reply_waits(commune: Commune, moderator: User):
    now, shop = timezone.now(), SellerFactory(commune=commune)
    owner = GrantFactory(role=Role.SELLER_OWNER, seller=shop).user
    body = a_body(commune, name=shop.name, kind=BodyKind.SELLER, seller=shop)
    topic = a_topic(commune, body=a_body(commune), state=TopicState.AWAITING)
    say = {"topic": topic, "body": body, "by": owner, "at": now}
    with pytest.raises(answering.NotMember):
        answering.reply_as_party(**say, text="Chưa ai nhắc tới.")
    moderating.name_party(topic=topic, body=body, by=moderator, at=now)
    with pytest.raises(moderating.AlreadyNamed):
        moderating.name_party(topic=topic, body=body, by=moderator, at=now)
    assert sent("forum_named") == 1
    held = answering.reply_as_party(**say, text="Xem www.gian-hang.vn sẽ rõ.")
    assert held.state == TextState.WAITING
    with pytest.raises(NotNow):
        answering.reply_as_party(**say, text="Nói thêm.")
    moderating.refuse_reply(reply=held, reason="Bỏ đường dẫn", by=moderator, at=now)
    assert answering.reply_as_party(**say, text="Hàng có sổ vùng trồng.").state == TextState.SHOWN


def test_days_come_from_the_province_then_the_market_then_the_setting(commune: Commune, moderator: User):
    now, today = timezone.now(), timezone.localdate()
    topic = a_topic(commune, state=TopicState.PUBLISHED)
    managing.set_term(kind=BodyKind.DEPARTMENT, province=None, days=10, by=moderator, at=now)
    managing.set_term(kind=BodyKind.SELLER, province=commune.province, days=1, by=moderator, at=now)
    passed = moderating.pass_on(topic=topic, body=topic.body, by=moderator, at=now)
    assert passed.due_on == today + 10 * DAY
    managing.set_term(kind=BodyKind.DEPARTMENT, province=commune.province, days=5, by=moderator, at=now)
    passed.refresh_from_db()
    assert passed.due_on == today + 10 * DAY  # under way: stays
    other = a_topic(commune, body=topic.body, state=TopicState.AWAITING, title="Khác", text="Một việc khác hẳn ở chợ.")
    assert other.due_on == today + 5 * DAY


def test_a_topic_is_late_from_the_day_after_and_only_once(commune: Commune):
    topic = a_topic(commune, state=TopicState.AWAITING, at=timezone.now() - 15 * DAY)
    assert topic.due_on == timezone.localdate()
    assert mark_overdue(at=timezone.now()) == 0
    assert (mark_overdue(at=timezone.now() + DAY), mark_overdue(at=timezone.now() + DAY)) == (1, 0)
    topic.refresh_from_db()
    assert topic.state == TopicState.OVERDUE


def test_a_body_takes_topics_of_its_own_place_only_and_accounts_a_few_a_day(commune: Commune):
    far = CommuneFactory(province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    body = a_body(commune, name="Xã", of_commune=True)
    with pytest.raises(writing.WrongBody):
        a_topic(far, body=body)
    with pytest.raises(writing.WrongBody):
        a_topic(CommuneFactory(), body=body)
    author = UserFactory()
    for n in range(writing.TOPICS_A_DAY):
        a_topic(commune, body=body, author=author, text=f"Việc thứ {n} tôi muốn nói ở xã.")
    with pytest.raises(writing.TooMany):
        a_topic(commune, body=body, author=author, text="Việc nữa tôi muốn nói ở xã.")


def test_replies_wait_are_read_as_sent_and_end_with_the_topic(commune: Commune, moderator: User):
    now, reader = timezone.now(), UserFactory()
    topic = a_topic(commune, state=TopicState.PUBLISHED)
    reply = writing.reply(topic=topic, text="Tôi cũng gặp, số tôi 0912 345 678", author=reader, at=now)
    assert writing.reply(topic=topic, text="Tôi cũng gặp, số tôi 0912 345 678", author=reader, at=now).pk == reply.pk
    assert (reply.state, reply.text) == (TextState.WAITING, "Tôi cũng gặp, số tôi •••")
    with pytest.raises(moderating.AlreadyDecided):
        moderating.show_reply(reply=reply, seen="khac", by=moderator, at=now)
    moderating.show_reply(reply=reply, seen=reply.fingerprint, by=moderator, at=now)
    moderating.refuse_reply(reply=reply, reason="Nhầm chủ đề", by=moderator, at=now)
    assert "Nhầm chủ đề" in Message.objects.get(template="forum_reply_removed").body
    with pytest.raises(ReasonMissing):
        moderating.close(topic=topic, note="", by=moderator, at=now)  # nobody answered: say why
    moderating.close(topic=topic, note="Đã chuyển sang trang khiếu nại", by=moderator, at=now)
    with pytest.raises(NotNow):
        writing.reply(topic=topic, text="Muộn rồi", author=reader, at=now)
