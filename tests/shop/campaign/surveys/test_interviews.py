"""Interviews kept on a phone arrive once, whenever and however often they are sent."""

from __future__ import annotations

import datetime
import json
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.accounts.enums import Role
from shop.campaign.surveys.domain import running, syncing
from shop.campaign.surveys.models import Channel, Response, Standing, Survey
from shop.regions.models import Commune
from tests.factories.people import GrantFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.factories.surveys import DAY, a_survey, typed_answers
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)
ANGRY = '<script>alert("x")</script>'


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def survey(commune: Commune) -> Survey:
    return a_survey(commune, opened=2 * DAY)


@pytest.fixture
def interviewer(commune: Commune) -> Client:
    return sign_in(GrantFactory(role=Role.SURVEYOR, province=commune.province).user)


def an_interview(commune: Commune, number: int = 0, **changed: list[str]) -> dict[str, object]:
    """Return what the phone sends; interviews with other numbers are at other times and say other things."""
    finished = timezone.now() - MINUTE - number * 10 * MINUTE
    return {
        "nonce": uuid.uuid4().hex,
        "version": 1,
        "consents": True,
        "started_at": (finished - 5 * MINUTE).isoformat(),
        "finished_at": finished.isoformat(),
        "typed": typed_answers(commune, q2=[str(20 + number)], **changed),
    }


def send(client: Client, survey: Survey, *interviews: object, behind: datetime.timedelta = datetime.timedelta(0)):
    body = {"clock": (timezone.now() - behind).isoformat(), "interviews": list(interviews)}
    return client.post(f"/dieu-tra/{survey.slug}/dong-bo/", json.dumps(body), content_type="application/json")


def outcomes(response) -> list[tuple[str, str]]:
    return [(answer["outcome"], answer["cause"]) for answer in response.json()["answers"]]


def test_an_interview_counts_once_however_often_it_is_sent(interviewer: Client, survey: Survey, commune: Commune):
    one = an_interview(commune)
    quota = survey.quotas.create(sex="1", most=5)
    assert outcomes(send(interviewer, survey, one, one)) == [("received", "")] * 2
    assert outcomes(send(interviewer, survey, one)) == [("received", "")]
    saved = Response.objects.get()
    assert (saved.channel, saved.standing, saved.answers["q5"]) == (Channel.INTERVIEWER, Standing.COUNTED, ["1", "3"])
    assert saved.network_hash == "" and saved.interviewer is not None
    quota.refresh_from_db()
    assert quota.taken == 1


def test_a_full_quota_keeps_the_interview_as_surplus(interviewer: Client, survey: Survey, commune: Commune):
    survey.quotas.create(commune=commune.code, most=1)
    sent = send(interviewer, survey, an_interview(commune, 1), an_interview(commune, 2))
    assert outcomes(sent) == [("received", ""), ("surplus", "")]
    assert Response.objects.filter(standing=Standing.SURPLUS).get().answers["q1"] == "1"
    told = interviewer.get(f"/dieu-tra/{survey.slug}/tinh-hinh/").json()
    assert (told["full"], told["is_open"]) == ([commune.name], True)


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"consents": False}, "consent"),
        ({"consents": "yes"}, "consent"),
        ({"version": 9}, "version"),
        ({"started_at": "2020-01-01T00:00:00+00:00", "finished_at": "2020-01-01T00:05:00+00:00"}, "period"),
        ({"nonce": ANGRY}, "unreadable"),
        ({"typed": []}, "unreadable"),
        ({"finished_at": "hôm qua"}, "unreadable"),
        ({"started_at": "2026-11-26T10:00:00"}, "unreadable"),
        ({"typed": {}}, "missing"),
        ({"typed": {"q1": [ANGRY]}}, "option"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_cause_and_stays_on_the_phone(
    interviewer: Client, survey: Survey, commune: Commune, changed: dict, cause: str
):
    good = an_interview(commune)
    sent = send(interviewer, survey, {**an_interview(commune, 3), **changed}, good)
    assert outcomes(sent) == [("refused", cause), ("received", "")]
    assert Response.objects.count() == 1


def test_a_branch_not_taken_leaves_nothing_and_html_is_kept_as_text(
    interviewer: Client, survey: Survey, commune: Commune
):
    send(interviewer, survey, an_interview(commune, q4=["2"], q9=[ANGRY]))
    answers = Response.objects.get().answers
    assert "q5" not in answers and answers["q9"] == ANGRY


def test_a_slow_clock_is_set_right_and_a_fast_one_goes_no_further_than_now(
    interviewer: Client, survey: Survey, commune: Commune
):
    hour = 60 * MINUTE
    send(interviewer, survey, an_interview(commune, 30), behind=hour)
    ahead = an_interview(commune, 1)
    ahead["finished_at"] = (timezone.now() + hour).isoformat()
    send(interviewer, survey, ahead)
    first, second = Response.objects.order_by("finished_at")
    assert abs(first.finished_at - (timezone.now() - MINUTE - 300 * MINUTE + hour)) < MINUTE
    assert second.finished_at <= timezone.now()


def test_interviews_at_the_same_time_are_held_back_but_told_as_received(
    interviewer: Client, survey: Survey, commune: Commune
):
    both = [an_interview(commune, 1), {**an_interview(commune, 1, q1=["2"])}]
    assert outcomes(send(interviewer, survey, *both)) == [("received", "")] * 2
    assert Response.objects.get(standing=Standing.QUARANTINED).reasons == ["overlap"]


def test_an_interview_in_time_is_taken_after_the_end_and_none_of_a_cancelled_survey(
    interviewer: Client, survey: Survey, commune: Commune
):
    Survey.objects.update(closes_at=timezone.now() - MINUTE / 2)
    assert outcomes(send(interviewer, survey, an_interview(commune))) == [("received", "")]
    Survey.objects.update(closes_at=timezone.now() - syncing.LATE - DAY, opens_at=timezone.now() - 90 * DAY)
    old = an_interview(commune, 60 * 24)
    old["started_at"] = old["finished_at"] = (timezone.now() - 30 * DAY).isoformat()
    assert outcomes(send(interviewer, survey, old)) == [("refused", "late")]
    Survey.objects.update(closes_at=timezone.now() + DAY)
    survey.refresh_from_db()
    running.cancel(survey=survey, reason="Bão", by=GrantFactory(role=Role.COMMITTEE).user, at=timezone.now())
    assert outcomes(send(interviewer, survey, an_interview(commune, 2))) == [("refused", "period")]


def test_strangers_and_other_provinces_interviewers_reach_nothing(client: Client, survey: Survey, commune: Commune):
    elsewhere = ProvinceFactory(code="01", slug="ha-noi")
    stranger = sign_in(GrantFactory(role=Role.SURVEYOR, province=elsewhere).user)
    assert survey.title not in stranger.get("/dieu-tra/").content.decode()
    assert send(stranger, survey, an_interview(commune)).status_code == 404
    member = sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user)
    assert send(member, survey, an_interview(commune)).status_code == 403
    assert send(client, survey, an_interview(commune)).status_code == 302
    asked = client.get(f"/dieu-tra/{survey.slug}/tinh-hinh/", headers={"accept": "application/json"})
    assert asked.status_code == 401
    assert not Response.objects.exists()


def test_the_page_the_phone_keeps_shows_html_as_text_and_without_script_one_asks_online(
    interviewer: Client, commune: Commune
):
    survey = a_survey(commune, title=ANGRY, intro=ANGRY, consent=ANGRY)
    for path in ("", f"{survey.slug}/"):
        assert ANGRY not in interviewer.get(f"/dieu-tra/{path}").content.decode()
    path = f"/dieu-tra/{survey.slug}/truc-tuyen/"
    assert interviewer.post(path).url == "/dieu-tra/"
    step = interviewer.post(path, {"dong_y": "on"})
    assert interviewer.get(step.url).status_code == 200
    assert Response.objects.get().interviewer is not None
    worker = interviewer.get("/dieu-tra/may-dieu-tra.js").content.decode()
    assert "/js/device_store.js" in worker and "/js/survey/app.js" in worker


def test_nonsense_is_refused_whole(interviewer: Client, survey: Survey):
    for body in ("", "[]", '{"interviews": 3, "clock": "2026-11-26T00:00:00Z"}', '{"interviews": [], "clock": "x"}'):
        path = f"/dieu-tra/{survey.slug}/dong-bo/"
        assert interviewer.post(path, body, content_type="application/json").status_code == 400
    assert interviewer.post(path, {"interviews": "[]"}).status_code == 400


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    batches=st.lists(st.lists(st.integers(0, 5), max_size=6), max_size=6),
    most=st.integers(0, 7),
)
def test_any_order_and_repetition_of_batches_leaves_each_interview_once(batches, most, commune: Commune):
    """Whatever got lost and was sent again: every interview that arrived is there once, and quotas hold."""
    survey = a_survey(commune, opened=2 * DAY)
    quota = survey.quotas.create(sex="1", most=most)
    by = GrantFactory(role=Role.SURVEYOR, province=commune.province).user
    at = timezone.now()
    interviews = [
        syncing.read(an_interview(commune, number), behind=datetime.timedelta(0), at=at) for number in range(6)
    ]
    told: dict[int, set[str]] = {}
    for batch in batches:
        for number in batch:
            answer = syncing.take(survey=survey, interviewer=by, sent=interviews[number], at=at)
            told.setdefault(number, set()).add(str(answer.outcome))
    rows = Response.objects.filter(survey=survey)
    assert rows.count() == len(told)
    assert all(len(outcome) == 1 for outcome in told.values())
    counted = rows.filter(standing=Standing.COUNTED).count()
    quota.refresh_from_db()
    assert quota.taken == counted == min(most, len(told))
    assert rows.filter(standing=Standing.SURPLUS).count() == len(told) - counted
