"""Many people, and one person many times, support at one moment: each counts once. Real connections."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from shop.accounts.models import User
from shop.campaign.forum.domain import questions, reporting, supporting
from shop.campaign.forum.domain.crowds import NETWORK_AN_HOUR
from shop.campaign.forum.enums import TopicState
from shop.campaign.forum.models import QuestionSupport, Report, Support, Topic
from shop.campaign.forum.models.voices import COUNTS
from tests.concurrency.barrier import outcomes
from tests.factories.forum import DAY, a_body, a_dialogue, a_topic
from tests.factories.people import UserFactory
from tests.factories.places import CommuneFactory

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PEOPLE, TAPS = 4, 3


def people(count: int) -> list[User]:
    return [UserFactory(date_joined=timezone.now() - 400 * DAY) for _person in range(count)]


def taps(act: Callable[..., object]) -> list[Callable[[], object]]:
    """Every person several times, the taps of one person spread over all."""
    now, crowd = timezone.now(), list(enumerate(people(PEOPLE)))
    return [partial(act, user=person, network=f"n{n}", at=now) for _tap in range(TAPS) for n, person in crowd]


def test_each_person_counts_once_and_the_sum_is_exact() -> None:
    commune, now = CommuneFactory(), timezone.now()
    topic = a_topic(commune, state=TopicState.AWAITING)
    outcomes(*taps(partial(supporting.support, topic=topic)))
    topic.refresh_from_db()
    assert topic.support_count == Support.objects.count() == PEOPLE
    session = a_dialogue(commune, a_body(commune, name="Sở chủ trì"))
    question = questions.ask(dialogue=session, text="Bao giờ mở chợ?", author=UserFactory(), at=now)
    questions.show(question=question, seen=question.fingerprint, by=None, at=now)
    outcomes(*taps(partial(questions.support, question=question)))
    question.refresh_from_db()
    assert question.support_count == QuestionSupport.objects.count() == PEOPLE


def test_giving_taking_back_and_a_crowd_over_two_topics_leave_exact_sums() -> None:
    commune, now = CommuneFactory(), timezone.now()
    body = a_body(commune)
    topics = [a_topic(commune, body=body, title=f"Việc {n}", state=TopicState.AWAITING) for n in range(2)]
    back, *crowd = people(NETWORK_AN_HOUR + 2)
    for topic in topics:
        supporting.support(topic=topic, user=back, network="home", at=now)
    gives = [
        partial(supporting.support, topic=topic, user=person, network="one", at=now)
        for person in crowd
        for topic in topics
    ]
    outcomes(*gives, *(partial(supporting.take_back, topic=topic, user=back) for topic in topics))
    for topic in Topic.objects.all():
        counted = topic.supports.filter(COUNTS).count()
        assert topic.support_count == counted and topic.supports.count() == len(crowd)


def test_one_reader_in_many_tabs_reports_a_text_once() -> None:
    topic, now = a_topic(CommuneFactory(), state=TopicState.AWAITING), timezone.now()
    text, reader = topic.versions.get(), UserFactory()
    made = outcomes(*[lambda: reporting.report(text=text, reporter=reader, at=now)] * 4)
    assert len({one.pk for one in made}) == Report.objects.count() == 1
