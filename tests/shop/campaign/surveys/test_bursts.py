"""A burst is held as a whole, found backwards, and two people decide about it."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from shop.campaign import two_people
from shop.campaign.surveys.domain import answering, bursts, judging
from shop.campaign.surveys.domain.forgetting import AFTER, forget_old
from shop.campaign.surveys.models import Burst, BurstState, Response, Standing, Survey
from shop.regions.models import Commune
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory
from tests.factories.surveys import a_survey, an_answer, typed_answers
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
LIMIT, SCRIPTED = 5, 14


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def survey(commune: Commune) -> Survey:
    return a_survey(commune, per_network_hour=LIMIT)


def attack(survey: Survey, commune: Commune, *, size: int = SCRIPTED, network: str = "one", age: int = 20) -> None:
    """One network answers every minute, each time something else."""
    start = timezone.now() - size * MINUTE
    for place in range(size):
        typed = typed_answers(commune, q2=[str(age + place)])
        an_answer(survey, typed, way=answering.Way(network=network), at=start + place * MINUTE)


def standings(survey: Survey) -> dict[str, int]:
    found = list(survey.responses.values_list("standing", flat=True))
    return {one: found.count(one) for one in set(found)}


def test_of_an_attack_from_one_network_nothing_counts_not_even_what_came_before_the_threshold(survey, commune):
    quota = survey.quotas.create(sex="1", most=SCRIPTED)
    long_ago = timezone.now() - datetime.timedelta(hours=3)
    early = an_answer(survey, typed_answers(commune, q2=["80"]), way=answering.Way(network="one"), at=long_ago)
    neighbour = an_answer(survey, typed_answers(commune, q2=["70"]), way=answering.Way(network="two"))
    attack(survey, commune, size=LIMIT)
    assert standings(survey) == {Standing.COUNTED: LIMIT + 2}  # nothing strange so far
    attack(survey, commune, age=40)
    burst = Burst.objects.get()
    assert burst.responses.count() == LIMIT + SCRIPTED
    assert standings(survey) == {Standing.QUARANTINED: LIMIT + SCRIPTED, Standing.COUNTED: 2}
    assert {early.pk, neighbour.pk} == set(survey.responses.filter(burst=None).values_list("pk", flat=True))
    sent = survey.responses.filter(burst=burst).order_by("finished_at")
    assert (burst.first_at, burst.last_at) == (sent.first().finished_at, sent.last().finished_at)
    quota.refresh_from_db()
    assert quota.taken == 2


def test_what_a_person_let_count_or_somebody_withdrew_is_not_taken_into_a_burst(survey, commune):
    attack(survey, commune, size=LIMIT)
    freed, gone, *_rest = survey.responses.all()
    Response.objects.filter(pk=freed.pk).update(decided_at=timezone.now(), decided_reason="Đã gọi")
    answering.withdraw(response=gone)
    attack(survey, commune, age=40)
    freed.refresh_from_db()
    gone.refresh_from_db()
    assert (freed.standing, gone.standing) == (Standing.COUNTED, Standing.WITHDRAWN)
    assert freed.burst is None and gone.burst is None


def test_two_people_decide_about_the_whole_and_quotas_take_it_in_the_order_it_came(survey, commune):
    attack(survey, commune, size=LIMIT + 1)
    quota = survey.quotas.create(sex="1", most=LIMIT)
    burst, first, second, now = Burst.objects.get(), UserFactory(), UserFactory(), timezone.now()
    with pytest.raises(two_people.NoReason):
        bursts.propose(burst=burst, is_refusal=False, reason=" ", by=first, at=now)
    with pytest.raises(two_people.AlreadyDecided):
        bursts.decide(burst=burst, by=second, at=now)
    with pytest.raises(judging.NotHeld):
        judging.free(response=burst.responses.first(), reason="Một mình", by=first, at=now)
    bursts.propose(burst=burst, is_refusal=False, reason="Cả lớp học dùng một mạng", by=first, at=now)
    with pytest.raises(two_people.SamePerson):
        bursts.decide(burst=burst, by=first, at=now)
    assert bursts.decide(burst=burst, by=second, at=now) == {Standing.COUNTED: LIMIT, Standing.SURPLUS: 1}
    quota.refresh_from_db()
    last = survey.responses.order_by("finished_at").last()
    assert (quota.taken, last.standing, last.decided_by) == (LIMIT, Standing.SURPLUS, second)
    with pytest.raises(IntegrityError), transaction.atomic():
        Burst.objects.update(decided_by=first)


def test_what_comes_between_a_proposal_and_its_return_joins_the_burst_again(survey, commune):
    attack(survey, commune)
    burst, first, second, now = Burst.objects.get(), UserFactory(), UserFactory(), timezone.now()
    bursts.propose(burst=burst, is_refusal=True, reason="Máy gửi", by=first, at=now)
    attack(survey, commune, size=2, age=60)
    assert Burst.objects.count() == 2
    with pytest.raises(two_people.SamePerson):
        bursts.send_back(burst=burst, reason="Chưa rõ", by=first, at=now)
    bursts.send_back(burst=burst, reason="Chưa rõ", by=second, at=now)
    assert Burst.objects.get().responses.count() == SCRIPTED + 2
    bursts.propose(burst=burst, is_refusal=True, reason="Đã xem lại", by=second, at=now)
    bursts.decide(burst=burst, by=first, at=now)
    assert standings(survey) == {Standing.QUARANTINED: SCRIPTED + 2}
    assert not survey.responses.filter(decided_at=None).exists()
    forget_old(at=survey.closes_at + AFTER + AFTER)
    assert Burst.objects.get().key == "" and not Response.objects.exclude(network_hash="").exists()


def test_the_desk_proposes_and_another_member_agrees(survey, commune):
    attack(survey, commune)
    desks = [sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user) for _member in range(2)]
    path = f"/quan-tri/khao-sat/{survey.pk}/tam-giu/"
    burst = Burst.objects.get()
    shown = desks[0].get(path).content.decode()
    assert f"<b>{SCRIPTED} phiếu</b>" in shown and "Không có phiếu nào bị giữ" in shown
    act = f"{path}dot/{burst.pk}/"
    for body in ({"viec": "loai", "reason": " "}, {"viec": "loai", "reason": "Máy gửi"}, {"viec": "dong-y"}):
        assert desks[0].post(act, body).status_code == 302
    burst.refresh_from_db()
    assert burst.state == BurstState.PROPOSED and "Người khác trong Ban" in desks[0].get(path).content.decode()
    desks[1].post(act, {"viec": "dong-y"})
    burst.refresh_from_db()
    assert (burst.state, burst.reason) == (BurstState.LEFT_OUT, "Máy gửi")
    named = AuditEvent.objects.filter(action__startswith="survey.burst").values_list("action", "details__answers")
    assert sorted(named) == [("survey.burst_left_out", SCRIPTED), ("survey.burst_proposed", SCRIPTED)]
