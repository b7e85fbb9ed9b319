"""Live sessions of the demo province: one takes questions, one is over with minutes, one was cancelled. Invented."""

from __future__ import annotations

import datetime

from django.utils import timezone

from shop.accounts.models import User
from shop.campaign.forum.domain import dialogues, questions
from shop.campaign.forum.models import Body, Dialogue
from shop.regions.models import Province

PROVINCE, MODERATOR = "56", "dien-dan"
DAY, HOUR = datetime.timedelta(days=1), datetime.timedelta(hours=1)
ASKED = (
    ("hanh", "Bao giờ chợ phiên có khu hàng kiểm định riêng? (minh hoạ)", ("lien", "tin", "ngoc", "quang")),
    ("lien", "Người ở xa có được hỗ trợ tiền xe đưa hàng ra phiên chợ không? (minh hoạ)", ("hanh", "tin")),
    ("ngoc", "Mua hàng qua sàn mà hàng hỏng thì gọi ai trước? (minh hoạ)", ("hanh",)),
    ("chu-tuan-tu", "Hợp tác xã nhỏ cần giấy gì để vào siêu thị tỉnh? (minh hoạ)", ()),
)
ANSWERS = (
    "Từ quý tới mỗi phiên có một dãy hàng đã kiểm định, có biển riêng (trả lời minh hoạ).",
    "Xe của phiên chợ đón ở ba điểm, lịch đăng trước một tuần (trả lời minh hoạ).",
    "Báo ở trang đơn hàng trong 24 giờ, nhà bán trả lời trong hai ngày (trả lời minh hoạ).",
)
MINUTES = (
    "Biên bản minh hoạ, không phải buổi họp có thật.\n\n"
    "Có mặt: Ban Chỉ đạo, Sở Công Thương, 42 người dân và 11 cơ sở.\n\n"
    "Kết luận: Sở làm dãy hàng kiểm định từ quý tới; Ban Chỉ đạo đăng lịch xe đón hàng trước mỗi phiên."
)


def load_dialogues(*, bodies: dict[str, Body], people: dict[str, User], now: datetime.datetime) -> None:
    """Leave three sessions."""
    past = _session("Đối thoại về hàng Việt ở chợ phiên, quý 3", bodies, people, starts_at=_morning(now - 20 * DAY))
    _ask(past, people, past.collects_from + HOUR)
    dialogues.start(dialogue=past, by=people[MODERATOR], at=past.starts_at)
    for question, text in zip(past.questions.all(), ANSWERS, strict=False):
        at = past.starts_at + HOUR
        questions.record_answer(question=question, body=bodies["committee"], text=text, by=people[MODERATOR], at=at)
    dialogues.end(dialogue=past, by=people[MODERATOR], at=past.starts_at + 2 * HOUR)
    at = past.starts_at + 3 * DAY
    dialogues.publish_minutes(dialogue=past, text=MINUTES, by=people[MODERATOR], at=at)
    coming = _session("Đối thoại cuối năm: hàng Tết về tận xã", bodies, people, starts_at=_morning(now + 9 * DAY))
    _ask(coming, people, now - DAY)
    questions.ask(dialogue=coming, text="Xem giá ở gia-tet.com có đúng không? (minh hoạ)", author=people["bay"], at=now)
    off = _session("Đối thoại với nhà phân phối", bodies, people, starts_at=_morning(now + 5 * DAY))
    dialogues.cancel(
        dialogue=off, reason="Trùng ngày bão, dời sang tháng sau (minh hoạ).", by=people[MODERATOR], at=now - DAY
    )
    Dialogue.objects.filter(province=PROVINCE).update(is_demo=True)


def _morning(day: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(day).replace(hour=9, minute=0, second=0, microsecond=0)


def _session(title: str, bodies: dict[str, Body], people: dict[str, User], *, starts_at: datetime.datetime) -> Dialogue:
    plan = dialogues.Plan(
        title=title,
        intro="Bà con gửi câu hỏi trước; câu nhiều người ủng hộ được hỏi trước (buổi minh hoạ).",
        province=Province.objects.get(code=PROVINCE),
        commune=None,
        hosts=[bodies["committee"], bodies["department"]],
        place="Hội trường tỉnh và trực tuyến trên trang này",
        collects_from=starts_at - 14 * DAY,
        collects_until=starts_at - 2 * DAY,
        starts_at=starts_at,
    )
    written = starts_at - 20 * DAY
    made = dialogues.write(plan=plan, dialogue=None, by=people[MODERATOR], at=written)
    dialogues.publish(dialogue=made, by=people[MODERATOR], at=written)
    made.refresh_from_db()
    return made


def _ask(dialogue: Dialogue, people: dict[str, User], at: datetime.datetime) -> None:
    for who, text, supporters in ASKED:
        question = questions.ask(dialogue=dialogue, text=text, author=people[who], at=at)
        questions.show(question=question, seen=question.fingerprint, by=people[MODERATOR], at=at)
        for supporter in supporters:
            network = f"demo-{supporter}"
            questions.support(question=question, user=people[supporter], network=network, at=at)
