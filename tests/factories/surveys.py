"""Surveys, questionnaires, answers."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from shop.campaign.surveys import credentials
from shop.campaign.surveys.domain import answering, running
from shop.campaign.surveys.domain.questionnaire import (
    Condition,
    Kind,
    Option,
    Question,
    Questionnaire,
    Section,
    as_body,
)
from shop.campaign.surveys.models import Access, Response, Survey
from shop.regions.models import Commune

DAY = datetime.timedelta(days=1)


def options(*texts: str) -> tuple[Option, ...]:
    return tuple(Option(str(place), text) for place, text in enumerate(texts, start=1))


SEX = Question("q1", Kind.SINGLE, "Giới tính?", options=options("Nam", "Nữ"), role="sex")
AGE = Question("q2", Kind.NUMBER, "Bao nhiêu tuổi?", low=15, high=110, unit="tuổi", role="age")
PLACE = Question("q3", Kind.PLACE, "Ở xã nào?", role="commune")
BOUGHT = Question("q4", Kind.SINGLE, "Đã mua hàng OCOP?", options=options("Rồi", "Chưa"))
WHAT = Question(
    "q5",
    Kind.SEVERAL,
    "Mua gì?",
    options=options("Nho", "Tỏi", "Nước mắm"),
    show_if=(Condition("q4", ("1",)),),
)
HAPPY = Question("q6", Kind.SCALE, "Hài lòng?", options=options("Tệ", "Tạm", "Tốt"))
PARTS = Question(
    "q7",
    Kind.MATRIX,
    "Chấm điểm",
    options=options("Kém", "Khá", "Giỏi"),
    rows=options("Giá", "Bao bì"),
)
RANKS = Question("q8", Kind.RANKING, "Xếp hạng", options=options("Giá", "Chất lượng", "Gần"))
WISH = Question("q9", Kind.TEXT, "Mong gì?", required=False)
FULL = Questionnaire(
    (
        Section("s1", "Về bạn", (SEX, AGE, PLACE)),
        Section("s2", "Mua sắm", (BOUGHT, WHAT, HAPPY)),
        Section("s3", "Đánh giá", (PARTS, RANKS, WISH)),
    ),
    9,
)


def a_survey(
    commune: Commune,
    *,
    title: str = "Khảo sát người mua",
    opened: datetime.timedelta = DAY,
    lasts: datetime.timedelta = 10 * DAY,
    questionnaire: Questionnaire = FULL,
    is_published: bool = True,
    is_communes_own: bool = False,
    **settings: Any,
) -> Survey:
    """Return a survey that opened so long ago; nothing is too fast in it unless min_seconds says so."""
    opens_at = timezone.now() - opened
    written = running.Settings(
        **{
            "title": title,
            "intro": "Xin ý kiến.",
            "organiser": "Ban Chỉ đạo tỉnh",
            "province": commune.province,
            "commune": commune if is_communes_own else None,
            "consent": "Chỉ để tổng hợp.",
            "opens_at": opens_at,
            "closes_at": opens_at + lasts,
            "access": Access.OPEN,
            "by_interviewers": True,
            "age_bounds": [18, 30, 45, 60],
            "min_cell": 5,
            "min_seconds": 0,
            "per_network_hour": 1000,
            **settings,
        }
    )
    before = opens_at - DAY
    survey = running.write(settings=written, survey=None, by=None, at=before)
    Survey.objects.filter(pk=survey.pk).update(draft=as_body(questionnaire))
    survey.refresh_from_db()
    if is_published:
        running.publish(survey=survey, by=None, at=before)
        survey.refresh_from_db()
    return survey


def typed_answers(commune: Commune, **changed: list[str]) -> dict[str, list[str]]:
    """Return what somebody types into every field of FULL."""
    return {
        "q1": ["1"],
        "q2": ["35"],
        "q3": [commune.code],
        "q4": ["1"],
        "q5": ["1", "3"],
        "q6": ["3"],
        "q7-1": ["2"],
        "q7-2": ["3"],
        "q8-1": ["2"],
        "q8-2": ["1"],
        "q8-3": ["3"],
        "q9": ["Nhiều hàng hơn"],
        **changed,
    }


def an_answer(
    survey: Survey,
    typed: dict[str, list[str]],
    *,
    way: answering.Way | None = None,
    token: str = "",
    at: datetime.datetime | None = None,
    took: datetime.timedelta = datetime.timedelta(minutes=2),
) -> Response:
    """Answer the whole survey and return the response as it stands."""
    at = at or timezone.now()
    token = token or credentials.new_token()
    response = answering.begin(survey=survey, way=way or answering.Way(), consents=True, token=token, at=at - took)
    questionnaire = FULL if survey.draft == as_body(FULL) else None
    sections = questionnaire.sections if questionnaire else answering.parse(survey.draft).sections
    for section in sections:
        asked = [question.key for question in section.questions]
        for _again in range(2):  # a second time for what the first opened
            if response.standing != "open":
                break
            asked = [one.key for one in answering.shown_in(section, answering.parse(survey.draft), response.answers)]
            if not asked:
                break
            step = answering.answer_page(response=response, section_key=section.key, typed=typed, asked=asked, at=at)
            assert step.errors == {}, step.errors
            response.refresh_from_db()
            if step.section is None or step.section.key != section.key:
                break
    return response
