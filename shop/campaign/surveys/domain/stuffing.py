"""Signs that answers are stuffed. They are held back with a reason and looked at by a person; nothing is deleted."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from shop.campaign.surveys.models import Response, Standing, Survey

HOUR = datetime.timedelta(hours=1)
SAME_FROM_ONE_PLACE = 2
SAME_IN_AN_HOUR = 5
LEAST_ANSWERS = 4  # fewer answers are the same by chance


class Reason(StrEnum):
    """Why an answer is held back."""

    TOO_FAST = "too_fast"
    VELOCITY = "velocity"
    SAME = "same_answers"
    OVERLAP = "overlap"


def pattern_of(answers: Mapping[str, Any]) -> str:
    """Return a hash that equal answers share; "" for too few to compare."""
    if len(answers) < LEAST_ANSWERS:
        return ""
    text = json.dumps(answers, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def reasons(*, survey: Survey, response: Response) -> list[Reason]:
    """Return what looks wrong about a response that is about to count. It has finished_at and pattern."""
    finished = response.finished_at
    if finished is None:
        return []
    others = Response.objects.filter(survey=survey, finished_at__isnull=False).exclude(pk=response.pk)
    others = others.exclude(standing=Standing.WITHDRAWN)
    found = []
    if (finished - response.started_at).total_seconds() < survey.min_seconds:
        found.append(Reason.TOO_FAST)
    if response.network_hash and neighbours(others, response, finished).count() >= survey.per_network_hour:
        found.append(Reason.VELOCITY)
    if response.pattern and _too_alike(others, response, finished):
        found.append(Reason.SAME)
    if response.interviewer_id and _overlaps(others, response, finished):
        found.append(Reason.OVERLAP)
    return found


def neighbours(others: QuerySet[Response], response: Response, at: datetime.datetime) -> QuerySet[Response]:
    """Return answers of the hour before from the same network."""
    return _of_the_hour(others.filter(network_hash=response.network_hash), at)


def twins(others: QuerySet[Response], response: Response, at: datetime.datetime) -> QuerySet[Response]:
    """Return equal answers: from the same network or interviewer, or from anywhere within the hour before."""
    alike = others.filter(pattern=response.pattern)
    within = Q(finished_at__gt=at - HOUR, finished_at__lte=at)
    return alike.filter(_same_place(response) | within)


def _too_alike(others: QuerySet[Response], response: Response, at: datetime.datetime) -> bool:
    alike = others.filter(pattern=response.pattern)
    if alike.filter(_same_place(response)).count() >= SAME_FROM_ONE_PLACE:
        return True
    return _of_the_hour(alike, at).count() >= SAME_IN_AN_HOUR


def _same_place(response: Response) -> Q:
    place = Q(pk__in=[])
    if response.network_hash:
        place |= Q(network_hash=response.network_hash)
    if response.interviewer_id:
        place |= Q(interviewer=response.interviewer_id)
    return place


def _of_the_hour(rows: QuerySet[Response], at: datetime.datetime) -> QuerySet[Response]:
    return rows.filter(finished_at__gt=at - HOUR, finished_at__lte=at)


def _overlaps(others: QuerySet[Response], response: Response, finished: datetime.datetime) -> bool:
    """Nobody asks two people at once."""
    mine = others.filter(interviewer=response.interviewer_id)
    return mine.filter(started_at__lt=finished, finished_at__gt=response.started_at).exists()
