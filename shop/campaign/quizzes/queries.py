"""Questions about quizzes."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.queries import AnyUser
from shop.accounts.reach import Reach
from shop.campaign.quizzes.models import Answer, Attempt, Phase, Question, Quiz, QuizState, Round, Winner


def public() -> QuerySet[Quiz]:
    """Return what everybody may see: all but drafts."""
    return Quiz.objects.exclude(state=QuizState.DRAFT).select_related("province", "commune")


def public_rounds() -> QuerySet[Round]:
    """Return rounds everybody may see, of quizzes everybody may see."""
    rows = Round.objects.exclude(state=QuizState.DRAFT).exclude(quiz__state=QuizState.DRAFT)
    return rows.select_related("quiz__province", "quiz__commune")


def running(at: datetime.datetime) -> QuerySet[Round]:
    """Return rounds that take answers, those that end first on top."""
    rows = public_rounds().filter(state=QuizState.PUBLISHED, quiz__state=QuizState.PUBLISHED, drawn_at=None)
    return rows.filter(opens_at__lte=at, closes_at__gt=at).order_by("closes_at", "pk")


def upcoming(at: datetime.datetime) -> QuerySet[Round]:
    """Return published rounds that have not begun, soonest first."""
    rows = public_rounds().filter(state=QuizState.PUBLISHED, quiz__state=QuizState.PUBLISHED)
    return rows.filter(opens_at__gt=at).order_by("opens_at", "pk")


def over(at: datetime.datetime) -> QuerySet[Round]:
    """Return rounds that ended or were cancelled, newest first."""
    is_cancelled = Q(state=QuizState.CANCELLED) | Q(quiz__state=QuizState.CANCELLED)
    return public_rounds().filter(is_cancelled | Q(closes_at__lte=at)).order_by("-closes_at", "-pk")


def desk(reach: Reach) -> QuerySet[Quiz]:
    """Return the quizzes of the provinces and communes this member of a committee works for."""
    rows = reach.within(Quiz.objects.all(), Role.COMMITTEE, commune_field="commune").select_related(
        "province", "commune"
    )
    unused = Q(questions__is_retired=False, questions__chosen=None)
    return rows.annotate(unused=Count("questions", filter=unused, distinct=True))


def waiting(reach: Reach) -> int:
    """Return how many rounds wait for a drawing."""
    rows = Round.objects.filter(
        state=QuizState.PUBLISHED, quiz__state=QuizState.PUBLISHED, drawn_at=None, closes_at__lte=timezone.now()
    )
    return reach.within(rows, Role.COMMITTEE, "quiz__province", "quiz__commune").count()


def taken(round_: Round) -> int:
    """Return how many handed in in time."""
    return Attempt.objects.filter(round=round_, finished_at__isnull=False, is_late=False).count()


def attempt_of(round_: Round, user: AnyUser) -> Attempt | None:
    """Return what this person did in a round."""
    return Attempt.objects.filter(round=round_, user_id=user.pk).first() if user.is_authenticated else None


@dataclass(frozen=True)
class Asked:
    """A question as one person sees it. options: (place in the bank, text), in an order of the person's own."""

    question: Question
    options: list[tuple[int, str]]

    @property
    def name(self) -> str:
        """The field of the form."""
        return f"c-{self.question.pk}"


def sheet(attempt: Attempt) -> list[Asked]:
    """Return the questions of an attempt: everybody the same, each in an order that follows from the code."""
    order = random.Random(attempt.code)
    found = []
    for question in Question.objects.filter(chosen__round=attempt.round_id).order_by("pk"):
        options = list(enumerate(question.options))
        order.shuffle(options)
        found.append(Asked(question, options))
    order.shuffle(found)
    return found


@dataclass(frozen=True)
class Solved:
    """A question after the round, with what this person chose ("" for nothing)."""

    question: Question
    chosen: str
    is_right: bool


def solution(round_: Round, attempt: Attempt | None) -> list[Solved]:
    """Return the questions with their right options; for when the round is over."""
    given = dict(Answer.objects.filter(attempt=attempt).values_list("question", "choice")) if attempt else {}
    return [
        Solved(
            question,
            question.options[given[question.pk]] if question.pk in given else "",
            given.get(question.pk) == question.right,
        )
        for question in Question.objects.filter(chosen__round=round_).order_by("chosen__number")
    ]


def winners(round_: Round) -> QuerySet[Winner]:
    """Return the winners by place."""
    return Winner.objects.filter(round=round_).select_related("attempt__user")


def certificate(code: str, at: datetime.datetime) -> Attempt | None:
    """Return the attempt a certificate was given for, or None: handed in in time, enough right, the round over."""
    found = (
        Attempt.objects.filter(code=code, finished_at__isnull=False, is_late=False, round__in=public_rounds())
        .select_related("round__quiz", "user")
        .first()
    )
    if found is None or found.round.phase(at) not in {Phase.CLOSED, Phase.DRAWN}:
        return None
    return found if (found.right or 0) >= found.round.pass_right else None


@dataclass(frozen=True)
class Figures:
    """What the desk sees of a round. late: handed in too late, not counted."""

    begun: int
    counted: int
    late: int
    all_right: int


def figures(round_: Round) -> Figures:
    """Return the figures of a round."""
    counted = Q(finished_at__isnull=False, is_late=False)
    row = Attempt.objects.filter(round=round_).aggregate(
        begun=Count("pk"),
        counted=Count("pk", filter=counted),
        late=Count("pk", filter=Q(is_late=True)),
        all_right=Count("pk", filter=counted & Q(right=round_.size)),
    )
    return Figures(**row)
