"""What only served while a survey ran is erased, and quotas are proved."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shop.backoffice.invariants import quotas as proof
from shop.campaign.surveys.domain import answering
from shop.campaign.surveys.domain.forgetting import AFTER, forget_old
from shop.campaign.surveys.models import Response, Standing, Survey
from tests.factories.places import CommuneFactory
from tests.factories.surveys import DAY, a_survey, an_answer, typed_answers

pytestmark = pytest.mark.django_db


def test_hashes_and_unfinished_answers_go_after_the_end_and_what_counts_stays():
    commune = CommuneFactory()
    survey, running = a_survey(commune), a_survey(commune, title="Còn mở")
    way = answering.Way(network="n", phone_hash="p")
    done = an_answer(survey, typed_answers(commune), way=way, took=DAY / 24)
    still = answering.begin(survey=running, way=answering.Way(network="n"), consents=True, token="c", at=timezone.now())
    begun = answering.begin(survey=survey, way=answering.Way(), consents=True, token="b", at=timezone.now())
    Response.objects.filter(pk=begun.pk).update(typed={"q2": ["35"]})
    Survey.objects.filter(pk=survey.pk).update(
        closes_at=timezone.now() - AFTER - DAY, opens_at=timezone.now() - 90 * DAY
    )
    forget_old(at=timezone.now())
    for response in (done, still, begun):
        response.refresh_from_db()
    assert (done.network_hash, done.phone_hash, done.standing) == ("", "", Standing.COUNTED)
    assert done.answers["q1"] == "1"
    assert (begun.typed, still.network_hash) == ({}, "n")


def test_a_quota_that_does_not_hold_what_counts_is_named():
    commune = CommuneFactory()
    survey = a_survey(commune)
    quota = survey.quotas.create(sex="1", most=5)
    an_answer(survey, typed_answers(commune), took=DAY / 24)
    assert list(proof.broken()) == []
    type(quota).objects.update(taken=3)
    assert [line.endswith("1 answers count") for line in proof.broken()] == [True]
