"""The same interview on two connections at once, and two people for the last place of a quota."""

from __future__ import annotations

import datetime
import uuid
from functools import partial

import pytest
from django.utils import timezone

from shop.accounts.enums import Role
from shop.campaign.surveys.domain import answering, syncing
from shop.campaign.surveys.models import Burst, Response, Standing
from tests.concurrency.barrier import outcomes
from tests.factories.people import GrantFactory
from tests.factories.places import CommuneFactory
from tests.factories.surveys import DAY, a_survey, an_answer, typed_answers

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_interview_sent_twice_at_once_is_there_once_and_the_last_place_goes_to_one():
    commune, at = CommuneFactory(), timezone.now()
    survey = a_survey(commune, opened=2 * DAY)
    quota = survey.quotas.create(sex="1", most=1)
    by = [GrantFactory(role=Role.SURVEYOR, province=commune.province).user for _one in range(2)]

    def sent(age: int) -> syncing.Sent:
        minute = datetime.timedelta(minutes=1)
        typed = typed_answers(commune, q2=[str(age)])
        return syncing.Sent(uuid.uuid4(), 1, at - 9 * minute, at - 2 * minute, True, typed)

    one, other = sent(20), sent(30)
    take = partial(syncing.take, survey=survey, at=at)
    came = outcomes(
        partial(take, interviewer=by[0], sent=one),
        partial(take, interviewer=by[0], sent=one),
        partial(take, interviewer=by[1], sent=other),
    )
    assert came[0] == came[1]
    assert {came[0].outcome, came[2].outcome} == {syncing.Outcome.RECEIVED, syncing.Outcome.SURPLUS}
    assert sorted(Response.objects.values_list("standing", flat=True)) == [Standing.COUNTED, Standing.SURPLUS]
    quota.refresh_from_db()
    assert quota.taken == 1


def test_a_burst_over_many_connections_is_held_whole_and_gives_its_places_back():
    commune, start = CommuneFactory(), timezone.now()
    survey = a_survey(commune, per_network_hour=4)
    quota = survey.quotas.create(sex="1", most=100)

    def act(place: int):
        typed, way = typed_answers(commune, q2=[str(20 + place)]), answering.Way(network="one")
        at = start + datetime.timedelta(seconds=place)
        return lambda: an_answer(survey, typed, way=way, at=at)

    outcomes(*(act(place) for place in range(10)))
    for place in range(10, 12):
        act(place)()
    assert set(Response.objects.values_list("standing", "burst")) == {(Standing.QUARANTINED, Burst.objects.get().pk)}
    quota.refresh_from_db()
    assert quota.taken == 0
