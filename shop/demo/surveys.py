"""Surveys of the demo province: one runs, one is over and released, one comes. All answers are invented."""

from __future__ import annotations

import datetime
import random
from typing import Any

from shop.accounts.models import User
from shop.campaign.surveys import credentials
from shop.campaign.surveys.domain import answering, bursts, inviting, running
from shop.campaign.surveys.domain.questionnaire import Questionnaire
from shop.campaign.surveys.models import Access, Burst, Channel, Margin, Quota, Response, Survey
from shop.demo.survey_questions import QUESTIONNAIRE, SHORT
from shop.regions.models import Commune, Province

PROVINCE = "56"
COMMITTEE = "ban-chi-dao"
SURVEYOR = "dieu-tra"
ADMINISTRATOR = "quan-tri"
COMMUNES = 6
ORGANISER = "Ban Chỉ đạo Cuộc vận động tỉnh Khánh Hòa (minh hoạ)"
INTRO = "Dữ liệu minh hoạ, không phải cuộc khảo sát có thật. Xin cho biết nhà bạn mua hàng Việt và nhận hàng thế nào."
CONSENT = (
    "Câu trả lời chỉ dùng để tổng hợp ý kiến cho Ban Chỉ đạo, không dùng vào việc khác và không đưa cho ai khác. "
    "Kết quả công bố theo nhóm, không ai nhận ra bạn. Bạn được bỏ dở bất cứ lúc nào và được rút lại câu trả lời."
)
DAY = datetime.timedelta(days=1)
SEED = 2026
BEFORE, NOW = 260, 320
WISHES = (
    "Thêm cá tươi, về trước 7 giờ sáng (ý kiến minh hoạ).",
    "Có rau giống và phân bón gói nhỏ (ý kiến minh hoạ).",
    "Đồ dùng học tập cho các cháu trước năm học (ý kiến minh hoạ).",
    "Bán lẻ từng chai nước mắm, đừng bắt mua cả thùng (ý kiến minh hoạ).",
    "Thuốc và sữa cho người già (ý kiến minh hoạ).",
)


def load_surveys(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Leave three surveys, unless there are some."""
    communes = list(Commune.objects.filter(province=PROVINCE, valid_to=None).order_by("sort_key")[:COMMUNES])
    if Survey.objects.exists() or len(communes) < COMMUNES:
        return
    by = people[COMMITTEE]
    before = _survey("Nhà bạn dùng hàng Việt thế nào? Đợt tháng 5/2026", now - 200 * DAY, now - 170 * DAY, by)
    _reach(before, communes)
    running.publish(survey=before, by=by, at=before.opens_at - DAY)
    _answer(before, communes, people, BEFORE, before.closes_at, shift=0)
    _decide(before.bursts.get(), people, before.closes_at + DAY)
    running.release(survey=before, by=by, at=now - 160 * DAY)
    current = running.copy(
        survey=before,
        title="Nhà bạn dùng hàng Việt thế nào? Đợt tháng 11/2026",
        opens_at=now - 12 * DAY,
        closes_at=now + 18 * DAY,
        by=by,
        at=now - 20 * DAY,
    )
    Survey.objects.filter(pk=current.pk).update(is_demo=True)
    running.publish(survey=current, by=by, at=now - 15 * DAY)
    current.refresh_from_db()
    _answer(current, communes, people, NOW, now, shift=1)
    inviting.make_poster(survey=current, label="Chợ phiên Phước Hà (minh hoạ)", by=by, at=now - 12 * DAY)
    _stuff(current, communes, now - 3 * DAY)
    coming = _survey("Điểm nhận ở xã bạn cần gì thêm?", now + 9 * DAY, now + 30 * DAY, by, SHORT, Access.PHONE)
    running.publish(survey=coming, by=by, at=now - DAY)


def _survey(
    title: str,
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    by: User,
    questionnaire: Questionnaire = QUESTIONNAIRE,
    access: Access = Access.OPEN,
) -> Survey:
    settings = running.Settings(
        title=title,
        intro=INTRO,
        organiser=ORGANISER,
        province=Province.objects.get(code=PROVINCE),
        commune=None,
        consent=CONSENT,
        opens_at=opens_at,
        closes_at=closes_at,
        access=access,
        by_interviewers=access == Access.OPEN,
        age_bounds=[18, 30, 45, 60],
        min_cell=5,
        min_seconds=20,
        per_network_hour=30,
    )
    survey = running.write(settings=settings, survey=None, by=by, at=opens_at - 10 * DAY)
    running.change_questions(survey=survey, change=lambda _empty: questionnaire)
    Survey.objects.filter(pk=survey.pk).update(is_demo=True)
    survey.refresh_from_db()
    return survey


def _reach(survey: Survey, communes: list[Commune]) -> None:
    """Quotas by commune, and an invented population."""
    Quota.objects.bulk_create(Quota(survey=survey, commune=one.code, most=70) for one in communes)
    people = {
        "commune": {one.code: 12_000 + 900 * place for place, one in enumerate(communes)},
        "age": {"18": 21_000, "30": 28_000, "45": 24_500, "60": 18_000},
        "sex": {"1": 45_300, "2": 46_200},
    }
    Margin.objects.bulk_create(
        Margin(survey=survey, dimension=dimension, value=value, people=count)
        for dimension, values in people.items()
        for value, count in values.items()
    )


def _answer(
    survey: Survey, communes: list[Commune], people: dict[str, User], size: int, last: datetime.datetime, *, shift: int
) -> None:
    """Write answers of people who do not exist. shift: how many more like things than the round before."""
    rng = random.Random(SEED + shift)
    version, questionnaire = survey.versions.get(), answering.parse(survey.draft)
    for number in range(size):
        finished = last - (last - survey.opens_at) * (number + 1) / (size + 1)
        is_visit, is_quick = number % 5 == 0, number % 40 == 7
        response = Response(
            survey=survey,
            version=version,
            channel=Channel.INTERVIEWER if is_visit else Channel.ONLINE,
            token_hash=credentials.of_token(credentials.new_token()),
            interviewer=people[SURVEYOR] if is_visit else None,
            network_hash="" if is_visit else credentials.of_network(survey.pk, f"10.{number % 200}.{number % 7}.1"),
            consented_at=finished - DAY / 300,
            started_at=finished - DAY / (20_000 if is_quick else 400),
            finished_at=finished,
            received_at=finished,
            answers=_answers(rng, communes, shift),
        )
        answering.settle(response, questionnaire)
        response.save()


def _stuff(survey: Survey, communes: list[Commune], begins: datetime.datetime) -> None:
    """A burst from one network: those before the threshold are held with the others. Two neighbours took their time."""
    rng = random.Random(SEED)
    version, questionnaire = survey.versions.get(), answering.parse(survey.draft)
    for minute in range(survey.per_network_hour + 4):
        finished = begins + minute * DAY / 1440
        response = Response(
            survey=survey,
            version=version,
            channel=Channel.ONLINE,
            token_hash=credentials.of_token(credentials.new_token()),
            network_hash=credentials.of_network(survey.pk, "10.99.99.1"),
            consented_at=finished - DAY / 500,
            started_at=finished - DAY / (150 if minute in (9, 21) else 600),
            finished_at=finished,
            received_at=finished,
            answers=_answers(rng, communes, 0),
        )
        answering.settle(response, questionnaire)
        response.save()


def _decide(burst: Burst, people: dict[str, User], at: datetime.datetime) -> None:
    """Let two people leave out what was too fast."""
    reason = "Trả lời hết mọi câu trong vài giây, không kịp đọc (minh hoạ)."
    bursts.propose(burst=burst, is_refusal=True, reason=reason, by=people[ADMINISTRATOR], at=at)
    bursts.decide(burst=burst, by=people[COMMITTEE], at=at)


def _answers(rng: random.Random, communes: list[Commune], shift: int) -> dict[str, Any]:
    """Return invented answers to QUESTIONNAIRE: more women and more young people than in the population."""
    groups = [rng.randint(18, 29), rng.randint(30, 44), rng.randint(45, 59), rng.randint(60, 80)]
    liked = min(5, max(1, round(rng.gauss(3.4 + 0.3 * shift, 1))))
    ranks = ["1", "2", "3", "4"]
    rng.shuffle(ranks)
    return {
        "q1": rng.choices(["1", "2"], [4, 6])[0],
        "q2": rng.choices(groups, [4, 5, 3, 1])[0],
        "q3": rng.choices([one.code for one in communes], range(9, 3, -1))[0],
        "q4": rng.choices(["1", "2", "3", "4"], [5 + 2 * shift, 3, 1, 1])[0],
        "q5": sorted(rng.sample(["1", "2", "3", "4", "5"], rng.randint(1, 3))),
        "q6": rng.choices(["1", "2", "3", "4"], [4, 3, 2, 1])[0],
        "q7": str(liked),
        "q8": {row: str(min(5, max(1, liked + rng.randint(-1, 1)))) for row in ("1", "2", "3")},
        "q9": ranks,
        "q10": 50 * rng.randint(2, 40),
        **({"q11": rng.choice(WISHES)} if rng.random() < 0.2 else {}),
    }
