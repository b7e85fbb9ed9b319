"""The committee writes, publishes, rewords, copies and cancels surveys."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from shop.accounts.enums import Role
from shop.campaign.surveys.domain import running, writing
from shop.campaign.surveys.domain.questionnaire import parse
from shop.campaign.surveys.models import Phase, Survey, SurveyState, Version
from shop.regions.models import Commune
from tests.factories.people import GrantFactory, UserFactory
from tests.factories.places import CommuneFactory, ProvinceFactory
from tests.factories.surveys import DAY, FULL, SEX, a_survey, options
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
ANGRY = '<script>alert("x")</script>'


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def desk(commune: Commune) -> Client:
    return sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user)


def local(moment: datetime.datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def written(commune: Commune, **changed: object) -> dict[str, object]:
    now = timezone.now()
    return {
        "title": ANGRY,
        "organiser": ANGRY,
        "intro": ANGRY,
        "province": commune.province_id,
        "commune_code": "",
        "opens_at": local(now + DAY),
        "closes_at": local(now + 5 * DAY),
        "consent": ANGRY,
        "access": "open",
        "by_interviewers": "on",
        "age_bounds": "18, 30, 60",
        "min_cell": "5",
        "min_seconds": "20",
        "per_network_hour": "30",
        **changed,
    }


def test_a_survey_is_written_question_by_question_published_and_read(client: Client, commune: Commune, desk: Client):
    """HTML in every field, every kind of question, a branch, and the page everybody sees."""
    assert desk.post("/quan-tri/khao-sat/moi/", written(commune)).status_code == 302
    survey = Survey.objects.get()
    base = f"/quan-tri/khao-sat/{survey.pk}/"
    desk.post(f"{base}cau-hoi/sap-xep/", {"viec": "them-phan", "ten": ANGRY})
    lines = f"{ANGRY}\nKhông"
    typed = {
        "single": {"options": lines, "role": "sex"},
        "several": {"options": lines},
        "scale": {"options": lines},
        "matrix": {"options": lines, "rows": lines},
        "ranking": {"options": lines},
        "number": {"low": "1", "high": "9", "unit": "<b>đ</b>"},
        "text": {"show_if": ["q1:1", "q2:2"]},
        "place": {"scope": "commune", "role": "commune"},
    }
    for kind, fields in typed.items():
        data = {"title": f"{kind} {ANGRY}", "help": ANGRY, "required": "on", **fields}
        assert desk.post(f"{base}cau-hoi/them/s1/{kind}/", data).status_code == 302, kind
    for page in ("", "sua/", "chep/", "cau-hoi/", "cau-hoi/xem-truoc/", "cau-hoi/q1/", "cau-hoi/q4/", "cau-hoi/q7/"):
        answer = desk.get(base + page)
        html = answer.content.decode()
        assert (answer.status_code, ANGRY in html, "<b>đ" in html) == (200, False, False), page
    assert client.get(survey.get_absolute_url()).status_code == 404
    desk.post(f"{base}viec/")
    survey.refresh_from_db()
    conditions = parse(Version.objects.get().body).question("q7").show_if
    assert [(one.question, one.options) for one in conditions] == [("q1", ("1",)), ("q2", ("2",))]
    assert survey.phase(timezone.now()) == Phase.UPCOMING
    for page in (survey.get_absolute_url(), "/phong-trao/khao-sat/", "/phong-trao/", base):
        html = (desk if page == base else client).get(page).content.decode()
        assert ANGRY not in html and "&lt;script&gt;" in html, page


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"title": ""}, "Hãy ghi tên"),
        ({"closes_at": "2020-01-01T00:00"}, "Ngày đóng phải sau"),
        ({"age_bounds": "30, 18"}, "tăng dần"),
        ({"age_bounds": "mười"}, "cách nhau bằng dấu phẩy"),
        ({"commune_code": "99999"}, "không có xã"),
        ({"min_cell": "1"}, "3"),
    ],
)
def test_wrong_settings_are_explained_and_keep_what_was_typed(
    commune: Commune, desk: Client, changed: dict[str, str], word: str
):
    answer = desk.post("/quan-tri/khao-sat/moi/", written(commune, organiser="Ban ABC", **changed))
    html = answer.content.decode()
    assert (answer.status_code, word in html, "Ban ABC" in html) == (422, True, True)
    assert not Survey.objects.exists()


def test_another_provinces_committee_reaches_nothing(commune: Commune):
    survey = a_survey(commune, is_published=False)
    stranger = sign_in(GrantFactory(role=Role.COMMITTEE, province=ProvinceFactory(code="01", slug="ha-noi")).user)
    assert survey.title not in stranger.get("/quan-tri/khao-sat/").content.decode()
    base = f"/quan-tri/khao-sat/{survey.pk}/"
    for path in ("", "cau-hoi/", "cau-hoi/q1/", "cau-hoi/xem-truoc/", "chep/"):
        assert stranger.get(base + path).status_code == 404
    assert stranger.post(f"{base}viec/").status_code == 404
    assert stranger.post("/quan-tri/khao-sat/moi/", written(commune)).status_code == 422
    survey.refresh_from_db()
    assert survey.state == SurveyState.DRAFT


def test_a_branch_in_the_way_is_told_and_nothing_changes(commune: Commune, desk: Client):
    survey = a_survey(commune, is_published=False)
    answer = desk.post(f"/quan-tri/khao-sat/{survey.pk}/cau-hoi/sap-xep/", {"viec": "xoa", "khoa": "q4"}, follow=True)
    assert "“Mua gì?” chỉ hiện theo câu trả lời này" in answer.content.decode()
    survey.refresh_from_db()
    assert parse(survey.draft) == FULL


def test_an_empty_survey_is_not_published_and_says_why(commune: Commune, desk: Client):
    survey = a_survey(commune, is_published=False)
    Survey.objects.update(draft={"sections": []})
    answer = desk.post(f"/quan-tri/khao-sat/{survey.pk}/viec/", follow=True)
    assert "Chưa có câu hỏi nào" in answer.content.decode()
    assert not Version.objects.exists()


def test_a_published_survey_takes_new_words_as_a_new_version_and_nothing_else(commune: Commune):
    survey, by, now = a_survey(commune), UserFactory(), timezone.now()
    with pytest.raises(running.OnlyWords):
        running.change_questions(survey=survey, change=lambda body: writing.drop_question(body, "q9"))
    with pytest.raises(running.NotNow):
        running.publish(survey=survey, by=by, at=now)
    better = replace(SEX, title="Bạn là nam hay nữ?", options=options("Nam giới", "Nữ giới"))
    running.change_questions(survey=survey, change=lambda body: writing.put_question(body, "s1", better))
    assert running.publish(survey=survey, by=by, at=now).number == 2
    first, second = Version.objects.order_by("number")
    assert parse(first.body) == FULL
    assert parse(second.body).question("q1").title == "Bạn là nam hay nữ?"


def test_the_database_refuses_to_change_or_drop_a_frozen_version(commune: Commune):
    version = a_survey(commune).versions.get()
    for act in (lambda: Version.objects.update(body={}), version.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_a_cancelled_survey_shows_its_reason_and_takes_nothing_more(client: Client, commune: Commune, desk: Client):
    survey = a_survey(commune)
    base = f"/quan-tri/khao-sat/{survey.pk}/viec/"
    assert "Ghi lý do" in desk.post(base, {"viec": "huy", "reason": " "}, follow=True).content.decode()
    desk.post(base, {"viec": "huy", "reason": f"Hoãn vì bão {ANGRY}"})
    html = client.get(survey.get_absolute_url()).content.decode()
    assert "Hoãn vì bão" in html and ANGRY not in html
    assert client.post(f"{survey.get_absolute_url()}bat-dau/", {"dong_y": "on"}).status_code == 409


def test_the_end_moves_only_into_the_future(commune: Commune, desk: Client):
    survey = a_survey(commune)
    before, path = survey.closes_at, f"/quan-tri/khao-sat/{survey.pk}/viec/"
    desk.post(path, {"viec": "doi-ngay", "closes_at": local(timezone.now() - DAY)})
    survey.refresh_from_db()
    assert survey.closes_at == before
    desk.post(path, {"viec": "doi-ngay", "closes_at": local(before + DAY)})
    survey.refresh_from_db()
    assert survey.closes_at == (before + DAY).replace(second=0, microsecond=0)


def test_the_next_round_has_the_same_questions_quotas_and_population(commune: Commune, desk: Client):
    survey = a_survey(commune)
    survey.quotas.create(sex="1", most=10, taken=4)
    survey.margins.create(dimension="sex", value="1", people=500)
    now = timezone.now()
    data = {"title": "Đợt hai", "opens_at": local(now + DAY), "closes_at": local(now + 3 * DAY)}
    answer = desk.post(f"/quan-tri/khao-sat/{survey.pk}/chep/", data)
    new = Survey.objects.get(pk=re.search(r"/(\d+)/", answer.url)[1])
    assert (new.earlier, new.state, parse(new.draft)) == (survey, SurveyState.DRAFT, FULL)
    assert list(new.quotas.values_list("sex", "most", "taken")) == [("1", 10, 0)]
    assert list(new.margins.values_list("dimension", "value", "people")) == [("sex", "1", 500)]
    assert survey.slug != new.slug and not new.versions.exists()


def test_a_communes_member_reaches_its_surveys_and_writes_for_that_commune_only(commune: Commune) -> None:
    other = CommuneFactory(province=commune.province)
    own = a_survey(commune, title="Của xã", is_communes_own=True)
    foreign = [a_survey(other, title="Xã khác", is_communes_own=True), a_survey(commune, title="Cả tỉnh")]
    member = sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province, commune=commune).user)
    shown = member.get("/quan-tri/khao-sat/").content.decode()
    assert "Của xã" in shown and "Xã khác" not in shown and "Cả tỉnh" not in shown
    assert member.get(f"/quan-tri/khao-sat/{own.pk}/").status_code == 200
    for survey in foreign:
        assert member.get(f"/quan-tri/khao-sat/{survey.pk}/").status_code == 404
        assert member.post(f"/quan-tri/khao-sat/{survey.pk}/viec/", {"viec": "huy", "reason": "x"}).status_code == 404
    for code in ("", other.code):
        refused = member.post("/quan-tri/khao-sat/moi/", written(commune, commune_code=code))
        assert (refused.status_code, commune.code in refused.content.decode()) == (422, True)
    member.post("/quan-tri/khao-sat/moi/", written(commune, commune_code=commune.code))
    assert Survey.objects.get(state=SurveyState.DRAFT).commune == commune
