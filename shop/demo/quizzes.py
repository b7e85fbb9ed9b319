"""A quiz of the demo province: a round that runs, one that comes, one that was drawn. All people are invented."""

from __future__ import annotations

import datetime
import random

from shop.accounts.models import User
from shop.campaign.quizzes.domain import answering, bank, drawing, rounds
from shop.campaign.quizzes.models import Question, Quiz, Round
from shop.regions.models import Province

PROVINCE = "56"
COMMITTEE = "ban-chi-dao"
DAY = datetime.timedelta(days=1)
SEED = 2026
QUESTIONS = (
    ("OCOP là chương trình gì?", ["Mỗi xã một sản phẩm", "Mỗi nhà một vườn", "Mỗi chợ một hàng"], 0),
    ("Sản phẩm OCOP được xếp hạng cao nhất mấy sao?", ["3 sao", "4 sao", "5 sao"], 2),
    ("Muốn biết một lô hàng trên Chợ Phiên từ đâu ra, bạn làm gì?", ["Quét mã QR của lô", "Đoán", "Hỏi hàng xóm"], 0),
    ("Cuộc vận động kêu gọi người Việt Nam điều gì?", ["Ưu tiên dùng hàng Việt Nam", "Mua thật nhiều", "Bán rẻ"], 0),
    ("Nhận hàng ở điểm nhận, bạn cần đưa gì?", ["Mã nhận hàng", "Ảnh chân dung", "Sổ hộ khẩu"], 0),
    ("Nghi ngờ hàng giả trên Chợ Phiên, bạn báo ở đâu?", ["Trang Báo hàng giả", "Không báo", "Chỉ kể bạn bè"], 0),
    ("Ai được hỏi mã OTP trong tin nhắn của bạn?", ["Không ai cả", "Nhân viên giao hàng", "Người trao giải"], 0),
    ("Nhãn hàng hóa thực phẩm đóng gói phải ghi gì?", ["Hạn sử dụng", "Số nhà người mua", "Tên người giao"], 0),
    (
        "Phiên chợ hàng Việt về xã để làm gì?",
        ["Đưa hàng Việt tới người mua", "Thay trường học", "Thay bưu điện"],
        0,
    ),
    ("Trả hàng không đúng mô tả, bạn vào đâu?", ["Trang đơn hàng của mình", "Trang chủ", "Bảng xếp hạng"], 0),
)
RULES = (
    "Dữ liệu minh hoạ, không phải cuộc thi có thật.\n\n"
    "1. Mỗi tuần một kỳ; mỗi số điện thoại một lượt mỗi kỳ.\n"
    "2. Đúng hết thì được xét giải: ai dự đoán gần đáp án câu hỏi phụ nhất đứng trước, gần bằng nhau thì bốc thăm.\n"
    "3. Mã băm của hạt giống bốc thăm công bố trước khi mở kỳ."
)


def load_quizzes(*, people: dict[str, User], now: datetime.datetime) -> None:
    """Leave one quiz with three rounds, unless there is some."""
    if Quiz.objects.exists():
        return
    by = people[COMMITTEE]
    quiz = _quiz(by, now - 20 * DAY)
    drawn = _round(quiz, now - 10 * DAY, by, now - 11 * DAY)
    _answer(drawn, 18, drawn.opens_at + DAY)
    drawing.draw(round_=drawn, tie_answer=18, by=by, at=now - 2 * DAY)
    running = _round(quiz, now - 2 * DAY, by, now - 3 * DAY)
    _answer(running, 9, now - DAY)
    _round(quiz, now + 5 * DAY, by, now - DAY)


def _quiz(by: User, at: datetime.datetime) -> Quiz:
    rules = rounds.QuizRules(
        title="Tìm hiểu hàng Việt và OCOP",
        organiser="Ban Chỉ đạo Cuộc vận động tỉnh Khánh Hòa (minh hoạ)",
        province=Province.objects.get(code=PROVINCE),
        commune=None,
        rules=RULES,
    )
    quiz = rounds.write_quiz(rules=rules, quiz=None, by=by, at=at)
    Quiz.objects.filter(pk=quiz.pk).update(is_demo=True)
    rows = [bank.Written(text, options, right) for text, options, right in QUESTIONS]
    bank.add_many(quiz=quiz, rows=rows, by=by, at=at)
    rounds.publish_quiz(quiz=quiz, by=by, at=at)
    return Quiz.objects.get(pk=quiz.pk)


def _round(quiz: Quiz, opens_at: datetime.datetime, by: User, written_at: datetime.datetime) -> Round:
    rules = rounds.RoundRules(
        opens_at=opens_at,
        closes_at=opens_at + 7 * DAY,
        size=3,
        seconds=300,
        pass_right=2,
        tie_text="Có bao nhiêu người nộp bài đúng giờ trong kỳ này?",
        prizes=3,
        prize_text="Ba giỏ quà hàng Việt (minh hoạ).",
    )
    row = rounds.write_round(quiz=quiz, rules=rules, round_=None, by=by, at=written_at)
    rounds.publish_round(round_=row, by=by, at=written_at)
    return Round.objects.select_related("quiz").get(pk=row.pk)


def _answer(round_: Round, most: int, at: datetime.datetime) -> None:
    """Let demo people answer, most of them rightly."""
    rng = random.Random(SEED)
    questions = list(Question.objects.filter(chosen__round=round_))
    for user in User.objects.filter(is_demo=True, phone_verified_at__isnull=False).order_by("pk")[:most]:
        attempt = answering.begin(round_=round_, user=user, at=at)
        choices = {row.pk: row.right if rng.random() < 0.9 else (row.right + 1) % 3 for row in questions}
        answering.hand_in(
            attempt=attempt, choices=choices, guess=rng.randrange(5, 40), at=at + datetime.timedelta(minutes=2)
        )
