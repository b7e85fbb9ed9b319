"""One person in two tabs at one moment: one attempt, one set of answers, and one drawing. Real connections."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shop.campaign.quizzes.domain import answering, drawing
from shop.campaign.quizzes.models import Attempt, Question, Winner
from tests.concurrency.barrier import outcomes, verdicts
from tests.factories.places import CommuneFactory
from tests.factories.quizzes import DAY, a_player, a_quiz, a_round, an_attempt

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_one_person_begins_once_hands_in_once_and_a_round_is_drawn_once() -> None:
    round_, user, now = a_round(a_quiz(CommuneFactory())), a_player(), timezone.now()
    begun = outcomes(*[lambda: answering.begin(round_=round_, user=user, at=now)] * 4)
    assert len({attempt.pk for attempt in begun}) == Attempt.objects.count() == 1
    attempt = Attempt.objects.get()
    right = {row.pk: row.right for row in Question.objects.filter(chosen__round=round_)}

    def act(guess: int):
        return lambda: answering.hand_in(attempt=attempt, choices=right, guess=guess, at=now)

    said = verdicts(*(act(guess) for guess in range(4)), refusals=(answering.AlreadyHandedIn,))
    assert said == ["AlreadyHandedIn"] * 3 + ["done"] and attempt.answers.count() == 3
    an_attempt(round_)
    later = round_.closes_at + DAY
    draws = [lambda: drawing.draw(round_=round_, tie_answer=1, by=None, at=later)] * 3
    assert verdicts(*draws, refusals=(drawing.NotNow,)) == ["NotNow", "NotNow", "done"] and Winner.objects.count() == 2
