"""What looks stuffed is held with what came like it, and two people decide: about all of it or a part."""

from __future__ import annotations

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from shop.campaign import two_people
from shop.campaign.reasons import ReasonMissing
from shop.campaign.surveys.domain import answering, bursts, running, sampling, stuffing
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
    with pytest.raises(ReasonMissing):
        bursts.propose(burst=burst, is_refusal=False, reason=" ", by=first, at=now)
    with pytest.raises(two_people.AlreadyDecided):
        bursts.decide(burst=burst, by=second, at=now)
    with pytest.raises(DatabaseError, match="two people"), transaction.atomic():
        burst.responses.update(standing=Standing.COUNTED)
    with pytest.raises(DatabaseError, match="two people"), transaction.atomic():
        burst.responses.update(decided_at=now, decided_by=first)
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


def test_an_honest_neighbour_is_kept_apart_from_the_burst_and_both_parts_take_two_people(survey, commune):
    attack(survey, commune)
    burst, first, second, now = Burst.objects.get(), UserFactory(), UserFactory(), timezone.now()
    honest = survey.responses.order_by("finished_at")[3]
    bursts.propose(burst=burst, is_refusal=False, reason="Đã gọi hỏi", by=first, at=now, only=[honest.pk])
    with pytest.raises(two_people.SamePerson):
        bursts.decide(burst=burst, by=first, at=now)
    burst.refresh_from_db()
    rest = Burst.objects.get(state=BurstState.FILLING)
    assert (burst.responses.get(), burst.set_aside, rest.responses.count()) == (honest, SCRIPTED - 1, SCRIPTED - 1)
    assert (burst.first_at, burst.last_at) == (honest.finished_at, honest.finished_at)
    attack(survey, commune, size=2, age=60)  # what comes now joins the rest
    bursts.decide(burst=burst, by=second, at=now)
    with pytest.raises(bursts.NothingChosen), transaction.atomic():
        bursts.propose(burst=rest, is_refusal=True, reason="Máy", by=first, at=now, only=[honest.pk])
    bursts.propose(burst=rest, is_refusal=True, reason="Máy gửi mỗi phút một phiếu", by=second, at=now)
    bursts.decide(burst=rest, by=first, at=now)
    assert standings(survey) == {Standing.COUNTED: 1, Standing.QUARANTINED: SCRIPTED + 1}
    assert not survey.responses.filter(decided_at=None).exists()


def test_a_part_that_is_sent_back_joins_the_rest_again(survey, commune):
    attack(survey, commune)
    burst, first, second, now = Burst.objects.get(), UserFactory(), UserFactory(), timezone.now()
    some = list(survey.responses.values_list("pk", flat=True)[:3])
    bursts.propose(burst=burst, is_refusal=False, reason="Quen", by=first, at=now, only=some)
    bursts.send_back(burst=burst, reason="Quen là ai?", by=second, at=now)
    whole = Burst.objects.get()
    assert (whole.state, whole.set_aside, whole.responses.count()) == (BurstState.FILLING, 0, SCRIPTED)


def test_a_single_oddity_takes_two_people_too_and_the_method_says_how_many(commune):
    survey = a_survey(commune, min_seconds=60)
    quota = survey.quotas.create(sex="1", most=1)
    for place in range(3):
        an_answer(survey, typed_answers(commune, q2=[str(20 + place)]), took=datetime.timedelta(seconds=5))
    burst, now = Burst.objects.get(), timezone.now()
    assert (burst.kind, burst.responses.count()) == (stuffing.Reason.TOO_FAST, 3)
    *two, _third = [one.pk for one in survey.responses.order_by("finished_at")]
    bursts.propose(burst=burst, is_refusal=False, reason="Đã gọi hỏi lại", by=UserFactory(), at=now, only=two)
    assert bursts.decide(burst=burst, by=UserFactory(), at=now) == {Standing.COUNTED: 1, Standing.SURPLUS: 1}
    quota.refresh_from_db()
    assert quota.taken == 1
    Survey.objects.update(closes_at=now)
    with pytest.raises(running.StillHeld), transaction.atomic():
        running.release(survey=survey, by=None, at=now)
    sampling.set_population(survey=survey, people={"sex": {"1": 5, "2": 5}}, by=None, at=now)
    rest = Burst.objects.get(state=BurstState.FILLING)
    bursts.propose(burst=rest, is_refusal=True, reason="Không gọi được", by=UserFactory(), at=now)
    bursts.decide(burst=rest, by=UserFactory(), at=now)
    running.release(survey=survey, by=None, at=now)
    with pytest.raises(running.NotNow):  # nobody weights anew what everybody has read
        sampling.set_population(survey=survey, people={"sex": {"1": 9, "2": 1}}, by=None, at=now)
    html = Client().get(f"{survey.get_absolute_url()}ket-qua/").content.decode()
    assert "Giữ rồi cho tính: 2 phiếu; không tính: 1; còn chờ, chưa tính: 0." in html


def test_the_desk_proposes_and_another_member_agrees(survey, commune):
    attack(survey, commune)
    desks = [sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user) for _member in range(2)]
    path, other = f"/quan-tri/khao-sat/{survey.pk}/tam-giu/", a_survey(commune, title="Yên ắng")
    burst = Burst.objects.get()
    assert "Không có phiếu nào bị giữ" in desks[0].get(f"/quan-tri/khao-sat/{other.pk}/tam-giu/").content.decode()
    assert f"<b>{SCRIPTED} phiếu</b>" in desks[0].get(path).content.decode()
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


def test_the_desk_proposes_about_ticked_answers_without_reading_them(survey, commune):
    attack(survey, commune, size=LIMIT)
    wordy = typed_answers(commune, q9=["Lời kín của người trả lời"])
    an_answer(survey, wordy, way=answering.Way(network="one"), took=datetime.timedelta(minutes=9))
    desk = sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user)
    burst, wanted = Burst.objects.get(), survey.responses.order_by("started_at").first()
    path = f"/quan-tri/khao-sat/{survey.pk}/tam-giu/dot/{burst.pk}/phieu/"
    shown = desk.get(path, {"xep": "lau"}).content.decode()
    assert shown.count('name="phieu"') == LIMIT + 1 and "540 giây" in shown and "60 giây" in shown
    assert "Lời kín" not in shown and commune.name not in shown
    for body in ({"phieu": [wanted.pk], "reason": " "}, {"phieu": ["x"], "reason": "Người quen máy"}):
        refused = desk.post(path, {**body, "viec": "tinh"})
        assert refused.status_code == 422
    assert "Người quen máy" in refused.content.decode()
    assert desk.post(path, {"phieu": [wanted.pk], "reason": "Trả lời lâu", "viec": "tinh"}).status_code == 302
    burst.refresh_from_db()
    assert (burst.state, burst.is_refusal, burst.responses.get()) == (BurstState.PROPOSED, False, wanted)
    event = AuditEvent.objects.get(action="survey.burst_proposed")
    assert (event.details["answers"], event.details["set_aside"], event.reason) == (1, LIMIT, "Trả lời lâu")
    assert "Đề nghị chỉ về 1 phiếu này" in desk.get(f"/quan-tri/khao-sat/{survey.pk}/tam-giu/").content.decode()
