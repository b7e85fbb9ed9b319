"""Papers: read by two people apart, by a third where they differ, and in the same log as all other ballots."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.audit.models import AuditEvent
from shop.campaign.contests.domain import papers, sealing
from shop.campaign.contests.domain.log import file_lines
from shop.campaign.contests.domain.running import NotNow
from shop.campaign.contests.kiem_phieu import count
from shop.campaign.contests.models import Contest, PaperBallot, PaperReading, RegisterMark
from tests.factories.contests import DAY, a_contest, a_vote
from tests.factories.people import GrantFactory
from tests.factories.places import CommuneFactory
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return a_contest(CommuneFactory(), takes_paper=True)


@pytest.fixture
def people(contest: Contest) -> list[User]:
    return [GrantFactory(role=Role.COMMITTEE, province=contest.province).user for _ in range(3)]


def read(contest: Contest, number: int, entries: list[int], by: User) -> PaperBallot:
    return papers.read_paper(contest=contest, number=number, entries=entries, by=by, at=timezone.now())


def test_two_people_who_read_the_same_settle_a_paper_and_one_alone_does_not(contest: Contest, people: list[User]):
    assert not read(contest, 7, [1, 2], people[0]).is_settled
    with pytest.raises(papers.SameReader):
        read(contest, 7, [1, 2], people[0])
    assert read(contest, 7, [2, 1], people[1]).is_settled
    with pytest.raises(papers.Settled):
        read(contest, 7, [3], people[2])
    assert RegisterMark.objects.get().channel == "paper"


def test_a_third_reading_decides_a_difference_and_stands_in_the_trail(contest: Contest, people: list[User]):
    read(contest, 7, [1], people[0])
    assert not read(contest, 7, [3], people[1]).is_settled
    settled = read(contest, 7, [2], people[2])
    assert settled.is_settled and settled.entries == [2]
    assert AuditEvent.objects.get(action="contest.paper_resolved").details["readings"] == [[1], [3], [2]]


def test_papers_and_online_ballots_are_counted_from_one_log(contest: Contest, people: list[User]):
    a_vote(contest, "+84912345678", [1, 2])
    for number, chosen in ((1, [1]), (2, [3]), (3, [])):
        for person in people[:2]:
            read(contest, number, chosen, person)
    read(contest, 4, [1], people[0])
    Contest.objects.filter(pk=contest.pk).update(closes_at=timezone.now())
    sealing.seal_due(at=timezone.now())
    contest.refresh_from_db()
    assert contest.closed_at is None  # papers are still read
    with pytest.raises(papers.PapersOpen):
        papers.finish(contest=contest, by=people[0], at=timezone.now())
    read(contest, 4, [1], people[1])
    papers.finish(contest=contest, by=people[0], at=timezone.now())
    contest.refresh_from_db()
    result = count(file_lines(contest.pk))
    assert result.votes == {1: 3, 2: 1, 3: 1} and not result.problems and result.is_closed
    assert (result.ballots, len(result.papers), len(result.receipts)) == (4, 3, 1)
    assert contest.counted["votes"] == {"1": 3, "2": 1, "3": 1}
    with pytest.raises(NotNow):
        read(contest, 9, [1], people[0])


def test_a_reading_cannot_be_changed(contest: Contest, people: list[User]):
    read(contest, 7, [1], people[0])
    for attempt in (lambda: PaperReading.objects.update(entries=[2]), lambda: PaperReading.objects.all().delete()):
        with pytest.raises(DatabaseError, match="annot"), transaction.atomic():
            attempt()


def test_the_desk_keeps_what_was_typed_and_shows_nobody_what_others_read(contest: Contest, people: list[User]):
    first, second = sign_in(people[0]), sign_in(people[1])
    address = f"/quan-tri/binh-chon/{contest.pk}/phieu-giay/"
    for typed in ("", "1 99", "1 3", "mot", "<b>1</b>"):
        wrong = first.post(address, {"number": "12", "entries": typed})
        assert wrong.status_code == 422 and 'value="12"' in wrong.content.decode()
        assert "<b>1</b>" not in wrong.content.decode()
    assert first.post(address, {"number": "12", "entries": "1, 2"}).status_code == 302
    assert 'cho-ban">Chờ bạn nhập</h2>' in second.get(address).content.decode()
    assert '<p class="nums mt2">12</p>' in second.get(address).content.decode()
    assert '<p class="nums mt2">12</p>' not in first.get(address).content.decode()
    second.post(address, {"number": "12", "entries": "", "is_spoiled": "on"})
    assert PaperBallot.objects.get().readings.count() == 2 and not PaperBallot.objects.get().is_settled
    assert Client().get(address).status_code == 302


def test_contests_without_papers_take_none(people: list[User], contest: Contest):
    plain = a_contest(CommuneFactory(), opened=DAY)
    with pytest.raises(NotNow):
        read(plain, 1, [1], people[0])
