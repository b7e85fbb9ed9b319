"""What the counted answers say: at the desk, in files, to the public."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from shop.accounts.enums import Role
from shop.audit.models import AuditEvent
from shop.campaign.surveys.analysis import analysis_of
from shop.campaign.surveys.domain import running
from shop.campaign.surveys.domain.comparing import compare
from shop.campaign.surveys.domain.results import Analysis, Answered
from shop.campaign.surveys.domain.sampling import Wanted, set_quotas
from shop.campaign.surveys.models import Response, Standing, Survey
from shop.regions.models import Commune
from tests.factories.people import GrantFactory
from tests.factories.places import CommuneFactory
from tests.factories.surveys import BOUGHT, DAY, FULL, a_survey, an_answer, options, typed_answers
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
ANGRY = '<script>alert("x")</script>'


@pytest.fixture
def commune() -> Commune:
    return CommuneFactory()


@pytest.fixture
def desk(commune: Commune) -> Client:
    return sign_in(GrantFactory(role=Role.COMMITTEE, province=commune.province).user)


def analysis(rows: list[Answered], *, least: int = 5, margins: dict | None = None) -> Analysis:
    return Analysis(
        questionnaire=FULL,
        rows=rows,
        margins=margins or {},
        bounds=[18, 30, 45, 60],
        places={"commune": {"1": "Xã Một", "2": "Xã Hai"}},
        least=least,
    )


def people(sex: str, answer: str, count: int) -> list[Answered]:
    return [Answered({"q1": sex, "q4": answer, "q6": "3", "q2": 33}, sex=sex)] * count


def table(of: Analysis, key: str):
    return next(one for one in of.results().tables if one.key == key)


def test_shares_follow_the_population_and_the_interval_the_effective_number():
    """80 women all bought, 20 men all did not; in the population there are as many men as women."""
    rows = people("2", "1", 80) + people("1", "2", 20)
    bought = table(analysis(rows, margins={"sex": {"1": 500, "2": 500}}), "q4")
    yes = bought.lines[0]
    assert (yes.count, yes.plain, yes.share) == (80, pytest.approx(0.8), pytest.approx(0.5))
    assert bought.n_eff == pytest.approx(64)  # 100² / (80·0,625² + 20·2,5²)
    assert yes.interval.low == pytest.approx(0.3810, abs=1e-4)  # Wilson by hand: 0,5 − 0,11898
    assert analysis(rows).results().n_eff == 100


def test_small_cells_are_hidden_with_a_second_one_in_tables_and_crossed():
    rows = people("1", "1", 30) + people("1", "2", 2) + people("2", "1", 20) + people("2", "2", 20)
    crossed = analysis(rows).cross(FULL.question("q4"), FULL.question("q1"))
    assert crossed.cells == [[None, None], [None, None]]
    assert (crossed.row_sums, crossed.column_sums) == ([50, 22], [32, 40])
    few = table(analysis(people("1", "1", 30) + people("1", "2", 3)), "q4")
    assert [line.count for line in few.lines] == [None, None]
    assert table(analysis(people("1", "1", 4)), "q4").is_small


def test_scales_ranks_numbers_and_matrices_have_their_figures(commune: Commune):
    survey = a_survey(commune)
    for place in range(8):
        typed = typed_answers(commune, q2=[str(20 + 5 * place)], q6=["2" if place < 4 else "3"])
        an_answer(survey, typed, took=DAY / 24)
    found = {one.key: one for one in analysis_of(survey).results().tables}
    assert set(found) == {"q1", "q2", "q3", "q4", "q5", "q6", "q7-1", "q7-2", "q8-1", "q8-2", "q8-3"}
    assert found["q6"].average[0] == pytest.approx(2.5)
    assert found["q8-2"].average[0] == 1  # everybody ranks quality first
    assert [line.text for line in found["q2"].lines] == ["18–29", "30–44", "45–59", "60+"]
    assert [line.text for line in found["q3"].lines] == [commune.name]


def test_rounds_are_compared_where_key_and_words_are_the_same():
    now = analysis(people("1", "1", 70) + people("1", "2", 30)).results().tables
    before = analysis(people("1", "1", 40) + people("1", "2", 60)).results().tables
    change = next(one for one in compare(now, before) if one.title == BOUGHT.title).changes[0]
    assert (change.now, change.before, change.is_clear) == (pytest.approx(0.7), pytest.approx(0.4), True)
    assert change.gap.low == pytest.approx(0.163, abs=2e-3)
    same = compare(now, now)[0].changes[0]
    assert (same.points, same.is_clear) == (0, False)


def test_the_desk_sees_charts_crosses_texts_and_takes_files(commune: Commune, desk: Client):
    survey = a_survey(commune, title=ANGRY, organiser="=1+1")
    for place in range(6):
        an_answer(survey, typed_answers(commune, q2=[str(20 + place)], q9=[f"=cmd {ANGRY}"]), took=DAY / 24)
    base = f"/quan-tri/khao-sat/{survey.pk}/ket-qua/"
    html = desk.get(base, {"hang": "q4", "cot": "q1"}).content.decode()
    assert ANGRY not in html and "&lt;script&gt;" in html
    assert "61,0% – 100,0%" in html and 'class="fill" width="100.00%"' in html
    assert ANGRY not in desk.get(f"{base}bao-cao/").content.decode()
    book = load_workbook(io.BytesIO(desk.get(f"{base}tai/xlsx/").content))
    assert [sheet.title for sheet in book] == ["Cách làm", "Kết quả", "Bảng chéo", "So với đợt trước"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    text = desk.get(f"{base}tai/csv/").content.decode("utf-8-sig")
    assert "Đã mua hàng OCOP?,6,Rồi,6,100.0,100.0,61.0,100.0" in text and "cmd" not in text
    assert desk.get(f"{base}tai/pdf/").status_code == 404
    assert AuditEvent.objects.filter(action="survey.exported").count() == 2


def test_only_what_counts_is_in_the_results(commune: Commune, desk: Client):
    survey = a_survey(commune)
    for place in range(9):
        an_answer(survey, typed_answers(commune, q2=[str(20 + place)]), took=DAY / 24)
    keys = list(Response.objects.values_list("pk", flat=True))
    Response.objects.filter(pk=keys[0]).update(standing=Standing.QUARANTINED, reasons=["velocity"])
    Response.objects.filter(pk=keys[1]).update(standing=Standing.SURPLUS)
    Response.objects.filter(pk=keys[2]).update(standing=Standing.WITHDRAWN)
    assert analysis_of(survey).results().answered == 6


def test_the_public_reads_results_only_after_their_release_and_no_texts(client: Client, commune: Commune, desk: Client):
    survey = a_survey(commune)
    for place in range(6):
        an_answer(survey, typed_answers(commune, q2=[str(20 + place)], q9=["Lời kín"]), took=DAY / 24)
    path = f"{survey.get_absolute_url()}ket-qua/"
    act = f"/quan-tri/khao-sat/{survey.pk}/viec/"
    desk.post(act, {"viec": "ket-qua"})
    assert client.get(path).status_code == 404  # still running
    Survey.objects.update(closes_at=timezone.now())
    assert client.get(path).status_code == 404
    desk.post(act, {"viec": "ket-qua"})
    html = client.get(path).content.decode()
    assert "100,0%" in html and "Wilson" in html and "Lời kín" not in html
    assert path in client.get(survey.get_absolute_url()).content.decode()


def test_quotas_and_population_are_written_line_by_line(commune: Commune, desk: Client):
    survey = a_survey(commune)
    an_answer(survey, typed_answers(commune), took=DAY / 24)
    path = f"/quan-tri/khao-sat/{survey.pk}/chi-tieu/"
    typed = {"quotas": f"{commune.name}; nam = 40\n18-29 = 1.000", "people_sex": "Nam = 500\nNữ = 520"}
    assert desk.post(path, typed).status_code == 302
    assert list(survey.quotas.values_list("commune", "age", "sex", "most", "taken")) == [
        (commune.code, "", "1", 40, 1),
        ("", "18", "", 1000, 0),
    ]
    assert dict(survey.margins.values_list("value", "people")) == {"1": 500, "2": 520}
    for wrong in ({"quotas": "Sao Hỏa = 4"}, {"quotas": "Nam 40"}, {"quotas": "Nam = 0"}, {"people_age": "Nữ = 3"}):
        refused = desk.post(path, wrong)
        assert (refused.status_code, next(iter(wrong.values())) in refused.content.decode()) == (422, True)
    assert survey.quotas.count() == 2
    set_quotas(survey=survey, wanted=[Wanted("", "18", "", 5)], by=None, at=timezone.now())
    assert list(survey.quotas.values_list("age", "most")) == [("18", 5)]


def test_links_are_shown_once_and_posters_are_printed(client: Client, commune: Commune, desk: Client):
    survey = a_survey(commune, access="link")
    base = f"/quan-tri/khao-sat/{survey.pk}/duong-dan/"
    html = desk.post(f"{base}rieng/", {"label": f"Hộ {ANGRY}", "size": "2"}).content.decode()
    links = re.findall(r"/phong-trao/khao-sat/[^<\s]+/ca-nhan/[^<\s]+/", html)
    assert len(set(links)) == 2 and ANGRY not in html
    assert client.get(links[0]).status_code == 200
    assert links[0] not in desk.get(base).content.decode()
    assert desk.post(f"{base}rieng/", {"label": "", "size": "2"}).status_code == 422
    desk.post(f"{base}ma-qr/", {"label": "Điểm nhận"})
    poster = survey.posters.get()
    assert f"?qr={poster.code}" in desk.get(f"{base}ma-qr/{poster.pk}/").content.decode()
    stranger = a_survey(commune, title="Khác")
    assert desk.get(f"/quan-tri/khao-sat/{stranger.pk}/duong-dan/ma-qr/{poster.pk}/").status_code == 404


def test_the_next_round_compares_itself_with_the_one_before(client: Client, commune: Commune, desk: Client):
    before = a_survey(commune, title="Đợt một")
    for place in range(6):
        an_answer(before, typed_answers(commune, q2=[str(20 + place)]), took=DAY / 24)
    now = timezone.now()
    new = running.copy(survey=before, title="Đợt hai", opens_at=now - DAY, closes_at=now + DAY, by=None, at=now - DAY)
    running.publish(survey=new, by=None, at=now - DAY)
    new.refresh_from_db()
    for place in range(6):
        an_answer(new, typed_answers(commune, q2=[str(20 + place)]), took=DAY / 24)
    html = desk.get(f"/quan-tri/khao-sat/{new.pk}/ket-qua/").content.decode()
    assert "So với “Đợt một”" in html and "+0,0" in html
    assert options("a")[0].key == "1"


def test_a_frame_shows_only_the_site_it_was_signed_for_and_answers_in_it(
    client: Client, commune: Commune, desk: Client
):
    survey = a_survey(commune)
    page = f"/quan-tri/khao-sat/{survey.pk}/"
    assert 'id="loi-nhung"' in desk.get(page, {"trang-nhung": "javascript:alert(1)"}).content.decode()
    shown = desk.get(page, {"trang-nhung": "https://Tinh.example.vn/tin"}).content.decode()
    path = re.search(r"src=&quot;https?://[^/]+(/[^&]+)&quot;|src=\"https?://[^/]+(/[^\"]+)\"", shown)
    path = path[1] or path[2]
    client.cookies.clear()
    first = client.get(path)
    assert "frame-ancestors https://tinh.example.vn" in first.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in first.headers
    strict = Client(enforce_csrf_checks=True)
    step = strict.post(f"{path}bat-dau/", {"dong_y": "on"})
    html = strict.get(step.url)
    assert step.url.startswith(path) and html.status_code == 200
    assert "frame-ancestors https://tinh.example.vn" in html.headers["Content-Security-Policy"]
    sent = strict.post(step.url, {"phan": "s1", "hoi": "q1 q2 q3", **typed_answers(commune)})
    assert sent.url == f"{step.url}?phan=s2"
    assert Response.objects.get().channel == "frame"
    plain = client.get(survey.get_absolute_url())
    assert "frame-ancestors 'none'" in plain.headers["Content-Security-Policy"]
    other = a_survey(commune, title="Khác")
    assert client.get(path.replace(f"/{survey.slug}/", f"/{other.slug}/")).status_code == 404
    assert client.get(path[:-3] + "x/").status_code == 404
