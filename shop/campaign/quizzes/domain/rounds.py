"""Write quizzes and rounds, and publish them."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.quizzes.boc_tham import sha256
from shop.campaign.quizzes.models import Question, Quiz, QuizState, Round, RoundQuestion
from shop.regions.models import Commune, Province
from shop.regions.vietnamese import fold

SLUG_LENGTH = 70
chance = secrets.SystemRandom()


class NotNow(Exception):
    """The quiz or round is not at this step."""


class TooFewQuestions(Exception):
    """The bank has not as many unused questions as the round asks. has: how many there are."""

    def __init__(self, has: int) -> None:
        super().__init__(has)
        self.has = has


@dataclass(frozen=True, kw_only=True)
class QuizRules:
    """What an organiser writes of a quiz."""

    title: str
    organiser: str
    province: Province
    commune: Commune | None
    rules: str


@dataclass(frozen=True, kw_only=True)
class RoundRules:
    """What an organiser writes of a round. seconds: for all questions together."""

    opens_at: datetime.datetime
    closes_at: datetime.datetime
    size: int
    seconds: int
    pass_right: int
    tie_text: str
    prizes: int
    prize_text: str


@transaction.atomic
def write_quiz(*, rules: QuizRules, quiz: Quiz | None, by: User | None, at: datetime.datetime) -> Quiz:
    """Save a draft, or a new one. Raises NotNow once it is published."""
    if quiz is not None and quiz.state != QuizState.DRAFT:
        raise NotNow
    draft = quiz or Quiz(created_by=by, created_at=at, slug=_free_slug(rules.title))
    for name in QuizRules.__dataclass_fields__:
        setattr(draft, name, getattr(rules, name))
    draft.save()
    record(actor=by, action="quiz.written", subject=draft, at=at)
    return draft


@transaction.atomic
def publish_quiz(*, quiz: Quiz, by: User | None, at: datetime.datetime) -> None:
    """Show the quiz; its rounds are published one by one. Raises NotNow."""
    held = Quiz.objects.select_for_update().get(pk=quiz.pk)
    if held.state != QuizState.DRAFT:
        raise NotNow
    held.state = QuizState.PUBLISHED
    held.save(update_fields=["state"])
    record(actor=by, action="quiz.published", subject=held, at=at)


@transaction.atomic
def write_round(
    *, quiz: Quiz, rules: RoundRules, round_: Round | None, by: User | None, at: datetime.datetime
) -> Round:
    """Save a draft round, or a new one under the next number. Raises NotNow once it is published."""
    held = Quiz.objects.select_for_update().get(pk=quiz.pk)
    if held.state == QuizState.CANCELLED or (round_ is not None and round_.state != QuizState.DRAFT):
        raise NotNow
    last = held.rounds.aggregate(last=Max("number"))["last"] or 0
    draft = round_ or Round(quiz=held, number=last + 1)
    for name in RoundRules.__dataclass_fields__:
        setattr(draft, name, getattr(rules, name))
    draft.save()
    record(actor=by, action="quiz_round.written", subject=draft, at=at)
    return draft


@transaction.atomic
def publish_round(*, round_: Round, by: User | None, at: datetime.datetime) -> None:
    """Choose questions nobody was asked yet, make the seed, and publish its hash. Raises NotNow, TooFewQuestions."""
    Quiz.objects.select_for_update().get(pk=round_.quiz_id)  # a cancellation of the quiz waits, or was first
    held = locked(round_)
    if held.state != QuizState.DRAFT or held.quiz.state != QuizState.PUBLISHED or held.opens_at <= at:
        raise NotNow
    bank = list(Question.objects.filter(quiz=held.quiz, is_retired=False, chosen=None))
    if len(bank) < held.size:
        raise TooFewQuestions(len(bank))
    RoundQuestion.objects.bulk_create(
        RoundQuestion(round=held, question=question, number=number)
        for number, question in enumerate(chance.sample(bank, held.size), start=1)
    )
    held.seed = secrets.token_hex(32)
    held.seed_hash, held.state = sha256(held.seed), QuizState.PUBLISHED
    held.save(update_fields=["seed", "seed_hash", "state"])
    record(actor=by, action="quiz_round.published", subject=held, at=at, details={"seed_hash": held.seed_hash})


def locked(round_: Round) -> Round:
    """Return the round as it is now with its quiz, locked until the transaction ends."""
    return Round.objects.select_for_update(of=("self",)).select_related("quiz").get(pk=round_.pk)


def _free_slug(title: str) -> str:
    base = slugify(fold(title))[:SLUG_LENGTH].strip("-") or "thi-tim-hieu"
    taken: Sequence[str] = list(Quiz.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
