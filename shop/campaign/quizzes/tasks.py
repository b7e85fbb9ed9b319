"""Jobs of quizzes."""

from django.db import transaction
from procrastinate.contrib.django import app

from shop.campaign.quizzes.domain.cancelling import tell_players
from shop.campaign.quizzes.models import QuizState, Round


@app.task(queue="quizzes")
def tell_of_cancelling(*, round_ids: list[int]) -> None:
    """Tell the players of rounds that were cancelled together; run twice it tells nobody twice."""
    rounds = list(Round.objects.filter(pk__in=round_ids, state=QuizState.CANCELLED).select_related("quiz"))
    if rounds:
        with transaction.atomic():
            tell_players(rounds=rounds)
