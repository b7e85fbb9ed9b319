"""Rounds: a bank, one attempt each in time by the server's clock, a drawing anybody repeats."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from openpyxl import Workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from sellers.listings.bulk.reading import FileRefused
from shop.campaign.quizzes import boc_tham, importing
from shop.campaign.quizzes.domain import answering, bank, cancelling, drawing, rounds
from shop.campaign.quizzes.models import Attempt, Question, Quiz, Round, Winner
from shop.campaign.quizzes.tasks import tell_of_cancelling
from shop.campaign.reasons import ReasonMissing
from shop.communication.models import Message
from tests.factories.people import UserFactory
from tests.factories.places import CommuneFactory
from tests.factories.quizzes import DAY, a_player, a_quiz, a_round, an_attempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return a_quiz(CommuneFactory())


@pytest.fixture
def round_(quiz: Quiz) -> Round:
    return a_round(quiz)


def after(round_: Round):
    return round_.closes_at + DAY


def test_a_round_asks_unused_questions_and_publishes_the_hash_of_its_seed(quiz: Quiz):
    first, second = a_round(quiz), a_round(quiz)
    assert (first.number, second.number) == (1, 2)
    asked = [set(row.chosen.values_list("question", flat=True)) for row in (first, second)]
    assert len(asked[0]) == len(asked[1]) == 3 and not asked[0] & asked[1]
    assert boc_tham.sha256(first.seed) == first.seed_hash and first.seed != second.seed
    with pytest.raises(rounds.TooFewQuestions) as few:
        a_round(quiz)
    assert few.value.has == 0


def test_a_round_that_began_is_not_published_and_a_published_one_not_changed(quiz: Quiz, round_: Round):
    late = a_round(quiz, publish=False)
    with pytest.raises(rounds.NotNow):
        rounds.publish_round(round_=late, by=None, at=timezone.now())
    written = {name: getattr(round_, name) for name in rounds.RoundRules.__dataclass_fields__}
    with pytest.raises(rounds.NotNow):
        rounds.write_round(quiz=quiz, rules=rounds.RoundRules(**written), round_=round_, by=None, at=timezone.now())


def test_somebody_takes_part_once_with_a_proved_phone_and_while_it_is_open(round_: Round):
    user, now = a_player(), timezone.now()
    attempt = answering.begin(round_=round_, user=user, at=now)
    assert answering.begin(round_=round_, user=user, at=now) == attempt
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(round=round_, user=user, code="X", started_at=now, due_at=after(round_))
    with pytest.raises(answering.PhoneUnproved):
        answering.begin(round_=round_, user=UserFactory(phone_verified_at=None), at=now)
    for moment in (round_.opens_at - DAY, round_.closes_at):
        with pytest.raises(answering.NotOpen):
            answering.begin(round_=round_, user=a_player(), at=moment)


def test_the_servers_clock_decides_what_counts_and_no_attempt_outlives_the_round(round_: Round):
    soon = round_.closes_at - DAY / 24 / 60
    attempt = answering.begin(round_=round_, user=a_player(), at=soon)
    assert attempt.due_at == round_.closes_at
    right = {row.pk: row.right for row in Question.objects.filter(chosen__round=round_)}
    late = answering.hand_in(attempt=attempt, choices=right, guess=5, at=round_.closes_at + 2 * answering.GRACE)
    assert late.is_late and late.right == 3 and drawing.counted(round_) == []
    in_time = answering.begin(round_=round_, user=a_player(), at=soon)
    assert answering.hand_in(attempt=in_time, choices=right, guess=5, at=soon).right == 3
    with pytest.raises(answering.AlreadyHandedIn):
        answering.hand_in(attempt=in_time, choices={}, guess=6, at=soon)


def test_only_options_that_were_asked_count_and_the_guess_is_needed(round_: Round, quiz: Quiz):
    other = a_round(quiz)
    foreign = {row.pk: row.right for row in Question.objects.filter(chosen__round=other)}
    attempt = answering.begin(round_=round_, user=a_player(), at=round_.opens_at)
    with pytest.raises(answering.GuessMissing):
        answering.hand_in(attempt=attempt, choices=foreign, guess=None, at=round_.opens_at)
    mine = Question.objects.filter(chosen__round=round_).first()
    done = answering.hand_in(attempt=attempt, choices={**foreign, mine.pk: 9}, guess=1, at=round_.opens_at)
    assert done.right == 0 and not done.answers.exists()


def test_the_drawing_prefers_the_closest_guess_and_anybody_repeats_it(round_: Round, tmp_path: Path):
    closest = an_attempt(round_, guess=11)
    tied = [an_attempt(round_, guess=guess) for guess in (8, 14, 8)]
    an_attempt(round_, right=2, guess=11)
    with pytest.raises(drawing.NotNow):
        drawing.draw(round_=round_, tie_answer=11, by=None, at=round_.closes_at)
    won = drawing.draw(round_=round_, tie_answer=11, by=None, at=after(round_))
    assert won[0].attempt == closest and won[1].attempt in tied and len(won) == 2
    with pytest.raises(drawing.NotNow):
        drawing.draw(round_=round_, tie_answer=8, by=None, at=after(round_))
    assert Message.objects.filter(template="quiz_won").count() == 2
    round_.refresh_from_db()
    told = drawing.published(round_)
    assert len(told["entries"]) == 5 and not {"phone", "name"} & set(told["entries"][0])
    file, script = tmp_path / "ky.json", tmp_path / "boc_tham.py"
    script.write_bytes(Path(boc_tham.__file__).read_bytes())
    for change, verdict in (
        ({}, "khớp"),
        ({"seed": "0" * 64}, "hạt giống không khớp"),
        ({"winners": [tied[0].code, closest.code]}, "bốc lại ra"),
        ({"entries": [{**row, "guess": 8 if row["code"] != closest.code else 900} for row in told["entries"]]}, "SAI"),
    ):
        file.write_text(json.dumps({**told, **change}), encoding="utf-8")
        run = subprocess.run([sys.executable, "-I", str(script), str(file)], capture_output=True, text=True)
        assert verdict in run.stdout and run.returncode == (0 if not change else 1), run.stdout + run.stderr


def test_a_round_nobody_got_right_has_no_winner(round_: Round):
    an_attempt(round_, right=2)
    assert drawing.draw(round_=round_, tie_answer=1, by=None, at=after(round_)) == [] and not Winner.objects.exists()


def test_a_cancelled_round_takes_nothing_and_is_not_drawn(round_: Round):
    attempt = answering.begin(round_=round_, user=a_player(), at=timezone.now())
    with pytest.raises(ReasonMissing):
        cancelling.cancel_round(round_=round_, reason=" ", by=UserFactory(), at=timezone.now())
    cancelling.cancel_round(round_=round_, reason="Lộ đề", by=UserFactory(), at=timezone.now())
    assert ProcrastinateJob.objects.get(task_name=tell_of_cancelling.name).args == {"round_ids": [round_.pk]}
    with pytest.raises(answering.NotOpen):
        answering.hand_in(attempt=attempt, choices={}, guess=1, at=timezone.now())
    with pytest.raises(drawing.NotNow):
        drawing.draw(round_=round_, tie_answer=1, by=None, at=after(round_))


@pytest.mark.parametrize(
    "written,field",
    [
        (bank.Written("", ["a", "b"], 0), "text"),
        (bank.Written("Hỏi?", ["a", ""], 0), "options"),
        (bank.Written("Hỏi?", ["a", "A"], 0), "options"),
        (bank.Written("Hỏi?", ["a", "b", "", ""], 2), "right"),
        (bank.Written("Hỏi?", ["a", "b"], 7), "right"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(quiz: Quiz, written: bank.Written, field: str):
    with pytest.raises(bank.InvalidQuestion) as problem:
        bank.add(quiz=quiz, written=written, by=None, at=timezone.now())
    assert problem.value.field == field


def a_file(*rows: tuple[str, ...]) -> io.BytesIO:
    book, out = Workbook(), io.BytesIO()
    for row in (importing.HEADINGS, *rows):
        book.active.append(row)
    book.save(out)
    out.seek(0)
    return out


def test_a_file_of_questions_is_taken_in_whole_or_not_at_all(quiz: Quiz):
    good = ("Hỏi một?", "a", "b", "", "", "B", "Nguồn")
    read = importing.read_questions(a_file(importing.EXAMPLE, good, ("Hỏi hai?", "a", "b", "c", "d", "d", "")))
    assert [(row.text, row.right) for row in read] == [("Hỏi một?", 1), ("Hỏi hai?", 3)]
    added = [bank.add_many(quiz=quiz, rows=read, by=None, at=timezone.now()) for _ in range(2)]
    assert added == [(2, 0), (0, 2)]
    for wrong, said in (("E", "đáp án"), ("", "đáp án"), ("C", "đáp án")):
        with pytest.raises(FileRefused, match=f"Dòng 3.*{said}"):
            importing.read_questions(a_file(good, ("Hỏi ba?", "a", "b", "", "", wrong, "")))
    for broken in (io.BytesIO(b"PK\x03\x04 hong"), io.BytesIO(b"x;y\n1;2"), a_file()):
        with pytest.raises(FileRefused):
            importing.read_questions(broken)
    assert importing.read_questions(a_file(good))[0].why == "Nguồn"
    with pytest.raises(FileRefused, match="không có câu hỏi"):
        importing.read_questions(importing.template())
