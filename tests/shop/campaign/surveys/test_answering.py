"""People answer: by the page, a personal link, a poster, with a phone; and some cheat."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from shop.campaign.surveys import credentials
from shop.campaign.surveys.domain import answering, quotas, stuffing
from shop.campaign.surveys.domain.profiles import Profile
from shop.campaign.surveys.models import Access, Channel, PersonalLink, Quota, Response, Standing, Survey
from shop.communication.models import Message
from shop.regions.models import Commune
from tests.factories.places import CommuneFactory
from tests.factories.surveys import DAY, a_survey, an_answer, typed_answers

pytestmark = pytest.mark.django_db
ANGRY = '<script>alert("x")</script>'
PHONE = "0912 345 678"


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def survey(commune: Commune) -> Survey:
    return a_survey(commune)


def begin(client: Client, survey: Survey, **more: str) -> str:
    """Consent and return the address of the answer."""
    response = client.post(f"{survey.get_absolute_url()}bat-dau/", {"dong_y": "on", **more})
    assert response.status_code == 302, response.content.decode()
    return response.url


def hidden(html: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def send_page(client: Client, address: str, typed: dict[str, list[str]]):
    """Fill in the page that is open and send it."""
    html = client.get(address).content.decode()
    asked = hidden(html, "hoi").split()
    mine = {name: values for name, values in typed.items() if name.split("-")[0] in asked}
    return client.post(address.split("?")[0], {"phan": hidden(html, "phan"), "hoi": " ".join(asked), **mine})


def test_an_answer_goes_page_by_page_with_a_branch_and_counts(client: Client, survey: Survey, commune: Commune):
    typed = typed_answers(commune)
    address = begin(client, survey)
    step = send_page(client, address, typed)
    assert step.url.endswith("?phan=s2")
    html = client.get(step.url).content.decode()
    assert "Mua gì?" not in html
    step = send_page(client, step.url, typed)
    assert step.url.endswith("?phan=s2")  # the branch opened on the same page
    assert "Mua gì?" in client.get(step.url).content.decode()
    step = send_page(client, step.url, typed)
    step = send_page(client, step.url, typed)
    assert "Đã nhận câu trả lời" in client.get(step.url).content.decode()
    saved = Response.objects.get()
    assert saved.standing == Standing.COUNTED
    assert saved.answers == {
        "q1": "1",
        "q2": 35,
        "q3": commune.code,
        "q4": "1",
        "q5": ["1", "3"],
        "q6": "3",
        "q7": {"1": "2", "2": "3"},
        "q8": ["2", "1", "3"],
        "q9": "Nhiều hàng hơn",
    }
    assert (saved.commune, saved.age, saved.sex) == (commune.code, "30", "1")
    assert client.cookies == {}


def test_nothing_begins_without_consent_and_the_box_is_not_ticked(client: Client, survey: Survey):
    assert "checked" not in client.get(survey.get_absolute_url()).content.decode()
    refused = client.post(f"{survey.get_absolute_url()}bat-dau/", {})
    assert (refused.status_code, Response.objects.count()) == (422, 0)
    assert "Đánh dấu đồng ý" in refused.content.decode()
    with pytest.raises(answering.NoConsent):
        answering.begin(survey=survey, way=answering.Way(), consents=False, token="x", at=timezone.now())


def test_what_is_wrong_is_told_and_everything_typed_stays(client: Client, survey: Survey, commune: Commune):
    address = begin(client, survey)
    refused = send_page(client, address, typed_answers(commune, q1=[], q2=[f"7{ANGRY}"]))
    html = refused.content.decode()
    assert refused.status_code == 422
    assert "Hãy trả lời câu này" in html and "Hãy ghi một số nguyên" in html
    assert ANGRY not in html and "7&lt;script&gt;" in html
    assert f'<option value="{commune.code}" selected>' in client.get(address).content.decode()


def test_what_stands_in_the_form_is_kept_while_typing_and_found_again(client: Client, survey: Survey):
    address = begin(client, survey)
    kept = client.post(f"{address}luu/", {"phan": "s1", "q2": "9", "q1": "2"})
    assert "Đã lưu" in kept.content.decode()
    html = Client().get(address).content.decode()
    assert 'value="2" checked' in html and 'name="q2" value="9"' in html
    assert Response.objects.get().answers == {}


def test_html_in_every_field_is_shown_as_text(client: Client, survey: Survey):
    address = begin(client, survey, qr=ANGRY[:12])
    everything = {name: [ANGRY] for name in typed_answers(CommuneFactory())}
    for _page in range(2):
        assert ANGRY not in send_page(client, address, everything).content.decode()
    assert client.post(address, {"phan": ANGRY, "hoi": ANGRY}).status_code == 404


def test_a_guessed_token_and_another_surveys_token_find_nothing(client: Client, survey: Survey, commune: Commune):
    address = begin(client, survey)
    other = a_survey(commune, title="Khác")
    token = address.rstrip("/").split("/")[-1]
    assert client.get(address[:-3] + "x/").status_code == 404
    assert client.get(f"{other.get_absolute_url()}tra-loi/{token}/").status_code == 404
    assert token not in str(Response.objects.values().get())


@pytest.mark.parametrize(("opened", "word"), [(-DAY, "chưa mở"), (20 * DAY, "đã trả lời")])
def test_before_and_after_its_period_a_survey_takes_nothing(client: Client, commune: Commune, opened, word: str):
    survey = a_survey(commune, opened=opened)
    assert word in client.get(survey.get_absolute_url()).content.decode()
    assert client.post(f"{survey.get_absolute_url()}bat-dau/", {"dong_y": "on"}).status_code == 409
    assert not Response.objects.exists()


def test_an_answer_begun_in_time_is_not_taken_after_the_end(client: Client, survey: Survey, commune: Commune):
    address = begin(client, survey)
    html = client.get(address).content.decode()
    Survey.objects.update(closes_at=timezone.now())
    late = client.post(address, {"phan": "s1", "hoi": hidden(html, "hoi"), **typed_answers(commune)})
    assert late.status_code == 409
    assert client.post(f"{address}luu/", {"phan": "s1"}).status_code == 409


def test_a_personal_link_takes_one_answer_and_leads_back_to_it(client: Client, commune: Commune):
    survey = a_survey(commune, access=Access.LINK)
    token = credentials.new_token()
    PersonalLink.objects.create(
        survey=survey, label="Hộ 12", token_hash=credentials.of_token(token), made_at=timezone.now()
    )
    assert "đường dẫn riêng" in client.get(survey.get_absolute_url()).content.decode()
    assert client.post(f"{survey.get_absolute_url()}bat-dau/", {"dong_y": "on"}).status_code == 409
    path = f"{survey.get_absolute_url()}ca-nhan/{token}/"
    assert client.post(path, {}).status_code == 422
    first = client.post(path, {"dong_y": "on"}).url
    assert client.post(path, {"dong_y": "on"}).url == client.get(path).url == first
    assert Response.objects.get().channel == Channel.LINK
    assert client.get(path.replace(token, "guessed")).status_code == 404


def test_a_phone_answers_once_and_goes_on_where_it_was(client: Client, commune: Commune):
    survey = a_survey(commune, access=Access.PHONE)
    base = f"{survey.get_absolute_url()}bat-dau/"

    def prove(code: str):
        return client.post(f"{base}ma/", {"dong_y": "on", "phone": PHONE, "code": code})

    for _time in range(2):
        page = client.post(base, {"dong_y": "on", "phone": PHONE})
        assert "0912 345 678" in page.content.decode()
        code = re.search(r"\b(\d{6})\b", Message.objects.filter(template="survey_code").latest("pk").body)[1]
        wrong = "000000" if code != "000000" else "111111"
        assert prove(wrong).status_code == 422
        address = prove(code).url
        assert prove(code).status_code == 422  # used up
    assert Response.objects.count() == 1
    assert client.get(address).status_code == 200
    assert "912345678" not in str(Response.objects.values().get())


def test_a_poster_is_remembered(client: Client, survey: Survey):
    poster = survey.posters.create(code="abc123", label="Chợ Phước Hà", made_at=timezone.now())
    assert 'name="qr" value="abc123"' in client.get(f"{survey.get_absolute_url()}?qr=abc123").content.decode()
    begin(client, survey, qr="abc123")
    begin(client, survey, qr="khong-co")
    assert list(Response.objects.order_by("started_at").values_list("poster", "channel")) == [
        (poster.pk, Channel.POSTER),
        (None, Channel.ONLINE),
    ]


def test_a_full_quota_stops_politely_after_the_first_page_and_is_counted(
    client: Client, survey: Survey, commune: Commune
):
    quota = survey.quotas.create(commune=commune.code, sex="1", most=1)
    assert an_answer(survey, typed_answers(commune)).standing == Standing.COUNTED
    address = begin(client, survey)
    stopped = send_page(client, address, typed_answers(commune))
    assert "đã đủ người trả lời" in client.get(stopped.url).content.decode()
    quota.refresh_from_db()
    assert (quota.taken, quota.turned_away) == (1, 1)
    woman = an_answer(survey, typed_answers(commune, q1=["2"]))
    assert woman.standing == Standing.COUNTED


def test_who_finishes_after_the_last_place_went_is_kept_but_does_not_count(survey: Survey, commune: Commune):
    response = answering.begin(
        survey=survey, way=answering.Way(), consents=True, token="t", at=timezone.now() - DAY / 24
    )
    typed, now = typed_answers(commune), timezone.now()
    for section, asked in (("s1", "q1 q2 q3"), ("s2", "q4 q5 q6")):
        answering.answer_page(response=response, section_key=section, typed=typed, asked=asked.split(), at=now)
    quota = survey.quotas.create(age="30", most=1, taken=1)
    held = Response.objects.get(pk=response.pk)
    questionnaire = answering.parse(held.version.body)
    held.finished_at = now
    held.answers["q9"] = "Giữ lại"
    answering.settle(held, questionnaire)
    assert (held.standing, held.answers["q9"]) == (Standing.SURPLUS, "Giữ lại")
    quota.refresh_from_db()
    assert quota.taken == 1


def test_a_withdrawn_answer_is_erased_and_gives_its_place_back(client: Client, survey: Survey, commune: Commune):
    quota = survey.quotas.create(sex="1", most=5)
    token = credentials.new_token()
    an_answer(survey, typed_answers(commune), token=token)
    address = f"{survey.get_absolute_url()}tra-loi/{token}/"
    client.post(f"{address}rut/")
    assert "Đã rút lại" in client.get(address).content.decode()
    saved = Response.objects.get()
    assert (saved.standing, saved.answers, saved.typed, saved.commune) == (Standing.WITHDRAWN, {}, {}, "")
    quota.refresh_from_db()
    assert quota.taken == 0


def test_quotas_fit_by_every_dimension_they_name(survey: Survey):
    quota = Quota(survey=survey, commune="1", sex="2", most=3)
    assert quotas.fits(quota, Profile("1", "30", "2"))
    assert not quotas.fits(quota, Profile("1", "30", "1"))
    assert not quotas.fits(quota, Profile("1", "30", ""))


def test_stuffing_from_one_network_is_held_back_with_its_reason_and_nothing_is_lost(commune: Commune):
    survey = a_survey(commune, per_network_hour=5)
    quota = survey.quotas.create(sex="1", most=500)
    way = answering.Way(network="one")
    for place in range(12):
        an_answer(survey, typed_answers(commune, q2=[str(20 + place)]), way=way)
    honest = an_answer(survey, typed_answers(commune, q2=["70"]), way=answering.Way(network="two"))
    assert honest.standing == Standing.COUNTED
    held = Response.objects.filter(standing=Standing.QUARANTINED)
    assert {tuple(reasons) for reasons in held.values_list("reasons", flat=True)} == {(stuffing.Reason.VELOCITY,)}
    assert (held.count(), Response.objects.count()) == (12, 13)  # the five before the threshold too
    quota.refresh_from_db()
    assert quota.taken == 1


def test_the_same_answers_again_and_again_are_held_back(survey: Survey, commune: Commune):
    one = answering.Way(network="one")
    standings = [an_answer(survey, typed_answers(commune), way=one).standing for _time in range(3)]
    assert standings == [Standing.COUNTED, Standing.COUNTED, Standing.QUARANTINED]
    assert set(survey.responses.values_list("standing", flat=True)) == {Standing.QUARANTINED}
    spread = [
        an_answer(survey, typed_answers(commune, q2=["50"]), way=answering.Way(network=str(place))).standing
        for place in range(6)
    ]
    assert spread == [Standing.COUNTED] * 5 + [Standing.QUARANTINED]
    assert survey.responses.filter(standing=Standing.QUARANTINED).count() == 9


def test_who_is_too_fast_is_held_back_and_reads_the_same_thanks(client: Client, commune: Commune):
    survey = a_survey(commune, min_seconds=60)
    token = credentials.new_token()
    quick = an_answer(survey, typed_answers(commune), token=token, took=DAY / 86400)
    assert (quick.standing, quick.reasons) == (Standing.QUARANTINED, [stuffing.Reason.TOO_FAST])
    assert "Đã nhận câu trả lời" in client.get(f"{survey.get_absolute_url()}tra-loi/{token}/").content.decode()


def test_a_network_that_begins_without_end_is_told_to_wait(client: Client, survey: Survey, settings):
    settings.SURVEY_STARTS_NETWORK_HOUR = 2
    begin(client, survey)
    begin(client, survey)
    refused = client.post(f"{survey.get_absolute_url()}bat-dau/", {"dong_y": "on"})
    assert (refused.status_code, Response.objects.count()) == (409, 2)


def test_the_database_refuses_to_delete_an_answer(survey: Survey, commune: Commune):
    an_answer(survey, typed_answers(commune))
    with pytest.raises(DatabaseError), transaction.atomic():
        Response.objects.all().delete()
