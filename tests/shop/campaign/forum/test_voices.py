"""Support, followers, reminders, escalation, and who answers in time."""

from __future__ import annotations

import datetime
import io

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.campaign.forum.domain import answering, moderating, supporting
from shop.campaign.forum.domain.crowds import THINGS_AN_HOUR
from shop.campaign.forum.domain.overdue import mark_overdue
from shop.campaign.forum.domain.path import NotNow, OwnText
from shop.campaign.forum.domain.reminding import remind
from shop.campaign.forum.domain.telling import tell_each_follower
from shop.campaign.forum.enums import TopicState
from shop.campaign.forum.figures import Row, figures
from shop.campaign.forum.models import Asking, Flag, Topic
from shop.campaign.reasons import ReasonMissing
from shop.communication.models import Message
from shop.regions.models import Commune
from tests.factories.forum import DAY, a_body, a_topic
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.timedelta(days=400)


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def topic(commune: Commune) -> Topic:
    return a_topic(commune, state=TopicState.AWAITING)


def old_account() -> User:
    return UserFactory(date_joined=timezone.now() - LONG_AGO)


def support(topic: Topic, user: User, network: str) -> str:
    return supporting.support(topic=topic, user=user, network=network, at=timezone.now()).flag


def counted(topic: Topic) -> int:
    topic.refresh_from_db()
    return topic.support_count


def test_an_account_supports_once_and_may_take_it_back(topic: Topic):
    user = old_account()
    assert support(topic, user, "a") == support(topic, user, "b") == "" and counted(topic) == 1
    supporting.take_back(topic=topic, user=user)
    assert counted(topic) == 0
    with pytest.raises(OwnText):
        support(topic, topic.author, "a")
    moderating.close(topic=topic, note="Xong", by=None, at=timezone.now())
    with pytest.raises(NotNow):
        support(topic, user, "a")


def test_a_crowd_from_one_network_is_held_back_as_a_whole_never_dropped(topic: Topic):
    for n in range(5):
        support(topic, old_account(), f"khac-{n}")
    flags = [support(topic, old_account(), "mot-mang") for _ in range(40)]
    assert flags[:8] == [""] * 8 and set(flags[8:]) == {Flag.NETWORK}
    assert counted(topic) == 5 and topic.supports.count() == 45  # the first eight are held back with the others
    moderator = UserFactory()
    say = {"topic": topic, "flag": Flag.NETWORK, "by": moderator, "at": timezone.now()}
    with pytest.raises(ReasonMissing):
        supporting.let_count(**say, reason=" ")
    assert supporting.let_count(**say, reason="Cả lớp học dùng chung mạng trường") == 40 and counted(topic) == 45


def test_fresh_accounts_in_a_row_and_one_account_everywhere_are_held_back(topic: Topic, commune: Commune):
    assert {support(topic, UserFactory(), f"n{n}") for n in range(6)} == {"", Flag.YOUNG} and counted(topic) == 0
    busy = old_account()
    rows = [
        Topic.objects.create(
            slug=f"t{n}", voice="consumer", body=topic.body, province=commune.province, title="t", text="t",
            state="published", created_at=timezone.now(),
        )
        for n in range(THINGS_AN_HOUR + 1)
    ]  # fmt: skip
    flags = [support(row, busy, f"m{n}") for n, row in enumerate(rows)]
    assert flags[-1] == Flag.SPEED and {counted(row) for row in rows} == {0}


def test_pages_show_what_counts_and_what_is_checked(topic: Topic, commune: Commune, client: Client):
    reader, address = sign_in(old_account()), f"/phong-trao/dien-dan/{topic.pk}/"
    assert client.post(f"{address}ung-ho/").status_code == 302 and counted(topic) == 0
    reader.post(f"{address}ung-ho/")
    assert "1 lượt ủng hộ" in reader.get(topic.get_absolute_url()).content.decode()
    for _ in range(9):
        sign_in(old_account()).post(f"{address}ung-ho/")
    html = client.get(topic.get_absolute_url()).content.decode()
    assert "0 lượt ủng hộ" in html and "10 lượt nữa đang được kiểm tra" in html
    office = sign_in(GrantFactory(role=Role.FORUM_MODERATOR, province=commune.province).user)
    desk = f"/quan-tri/dien-dan/{topic.pk}/"
    assert "nhiều lượt từ một mạng" in office.get(desk).content.decode()
    office.post(f"{desk}viec/", {"viec": "tinh-ung-ho", "co": "network", "reason": "Lớp học"})
    assert counted(topic) == 10
    listed = client.get("/phong-trao/dien-dan/?xep=ung-ho").content.decode()
    assert "10 ủng hộ" in listed
    reader.post(f"{address}ung-ho/", {"viec": "thoi"})
    assert counted(topic) == 9


def test_followers_hear_each_answer_once(topic: Topic, client: Client):
    reader, official = old_account(), UserFactory()
    mine = sign_in(reader)
    mine.post(f"/phong-trao/dien-dan/{topic.pk}/theo-doi/")
    assert "Đang theo dõi" in mine.get(topic.get_absolute_url()).content.decode()
    topic.body.members.create(user=official, added_at=timezone.now())
    reply = answering.answer(topic=topic, text="Đã trả lời.", by=official, at=timezone.now())
    topic.refresh_from_db()
    for _ in range(2):  # the job runs twice
        tell_each_follower(topic, event=f"answer:{reply.pk}")
    assert Message.objects.filter(template="forum_followed_answer", recipient=reader.phone).count() == 1
    assert not Message.objects.filter(template="forum_followed_answer").exclude(recipient=reader.phone).exists()
    mine.post(f"/phong-trao/dien-dan/{topic.pk}/theo-doi/", {"viec": "thoi"})
    assert not topic.subscriptions.exists()


def test_bodies_are_reminded_three_times_then_the_committee_is_told(commune: Commune, client: Client):
    official, asked = UserFactory(), timezone.now() - 30 * DAY
    committee = GrantFactory(role=Role.COMMITTEE, province=commune.province).user
    GrantFactory(role=Role.COMMITTEE, province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))
    topic = a_topic(commune, body=a_body(commune, member=official), state=TopicState.AWAITING, at=asked)
    taken = []
    for day in range(25):
        at = asked + day * DAY
        mark_overdue(at=at)
        taken += [day] * remind(at=at)
        remind(at=at)
    assert taken == [12, 14, 16, 18]
    sent = list(Message.objects.filter(template__startswith="forum_remind").values_list("template", "recipient"))
    assert sorted(sent) == sorted(
        (f"forum_remind_{step}", official.phone) for step in ("three_days", "one_day", "overdue")
    )
    assert Message.objects.get(template="forum_escalated").recipient == committee.phone
    assert "đã báo lên Ban Chỉ đạo" in client.get(topic.get_absolute_url()).content.decode()


def test_a_late_job_sends_no_old_reminders_and_an_answer_ends_them(commune: Commune):
    official = UserFactory()
    topic = a_topic(
        commune, body=a_body(commune, member=official), state=TopicState.AWAITING, at=timezone.now() - 14 * DAY
    )
    assert remind(at=timezone.now()) == 1  # one day left: not three days as well
    answering.answer(topic=topic, text="Đã trả lời.", by=official, at=timezone.now())
    assert remind(at=timezone.now() + 30 * DAY) == 0


def test_who_was_asked_today_is_not_reminded_today(commune: Commune):
    a_topic(commune, body=a_body(commune, member=UserFactory()), state=TopicState.AWAITING)
    Asking.objects.update(due_on=timezone.localdate() + DAY)
    assert (remind(at=timezone.now()), remind(at=timezone.now() + DAY)) == (0, 1)


def test_figures_count_every_asking_even_when_it_was_passed_on_late(commune: Commune, client: Client):
    official, now = UserFactory(), timezone.now()
    first, second = a_body(commune, member=official), a_body(commune, name="Sở khác")
    far = CommuneFactory(province=ProvinceFactory(code="01", name="Hà Nội", slug="ha-noi"))

    def asked(days_ago: int, text: str) -> Topic:
        return a_topic(commune, body=first, state=TopicState.AWAITING, at=now - days_ago * DAY, text=f"{text} ở chợ.")

    in_time, late, moved = asked(20, "Kịp hạn trả lời"), asked(40, "Trả lời muộn"), asked(60, "Chuyển nơi khác")
    asked(1, "Còn hạn trả lời")
    a_topic(far, body=a_body(far, name="Sở xa"), state=TopicState.AWAITING)
    answering.answer(topic=in_time, text="Kịp.", by=official, at=now - 6 * DAY)
    mark_overdue(at=now)
    answering.answer(topic=late, text="Muộn.", by=official, at=now)
    moderating.pass_on(topic=moved, body=second, by=None, at=now)
    today = timezone.localdate(now)
    mine = figures(today=today, provinces=[commune.province_id])
    assert mine == [
        Row(body_id=first.pk, name=first.name, asked=4, in_time=1, late=1, overdue=1, waiting=1),
        Row(body_id=second.pk, name="Sở khác", asked=1, in_time=0, late=0, overdue=0, waiting=1),
    ]
    assert (mine[0].percent, mine[1].percent) == (33, None)
    page = client.get("/phong-trao/dien-dan/so-lieu/").content.decode()
    assert "33%" in page and "chưa tới hạn" in page and "Sở xa" in page
    office = sign_in(GrantFactory(role=Role.FORUM_MODERATOR, province=commune.province).user)
    assert "Sở xa" not in office.get("/quan-tri/dien-dan/so-lieu/").content.decode()
    file = office.get("/quan-tri/dien-dan/so-lieu/tai-ve.xlsx").content
    rows = list(load_workbook(io.BytesIO(file)).active.iter_rows(values_only=True))
    assert rows[1] == (first.name, 4, 1, 1, 1, 1, 33) and len(rows) == 3
