"""Take interviews in that were kept on a phone: each once, whenever and however often it is sent."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.dateparse import parse_datetime

from shop.accounts.models import User
from shop.campaign.surveys import credentials
from shop.campaign.surveys.domain.answering import settle
from shop.campaign.surveys.domain.branching import shown, unanswered
from shop.campaign.surveys.domain.kinds import BadAnswer, clean
from shop.campaign.surveys.domain.questionnaire import Questionnaire, Scope, parse
from shop.campaign.surveys.models import Channel, Response, Standing, Survey, SurveyState, Version
from shop.campaign.surveys.places import Places, places_for

LATE = datetime.timedelta(days=14)
MOST_FIELDS = 2000


class Outcome(StrEnum):
    """What became of an interview. REFUSED alone stays on the phone."""

    RECEIVED = "received"
    SURPLUS = "surplus"
    REFUSED = "refused"


class Unreadable(Exception):
    """What came is no interview."""


@dataclass(frozen=True)
class Sent:
    """One interview as the phone sends it, times set right by the phone's clock."""

    nonce: uuid.UUID
    version: int
    started_at: datetime.datetime
    finished_at: datetime.datetime
    consents: bool
    typed: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Answer:
    """What the phone is told. cause: why it was refused."""

    nonce: str
    outcome: Outcome
    cause: str = ""


def read(raw: Any, *, behind: datetime.timedelta, at: datetime.datetime) -> Sent:
    """Return the interview in a JSON object. behind: how far the phone's clock is behind ours. Raises Unreadable."""
    try:
        started, finished = (parse_datetime(raw[name]) for name in ("started_at", "finished_at"))
        typed = {str(name): [str(value)[:4000] for value in values] for name, values in raw["typed"].items()}
        nonce, version = uuid.UUID(raw["nonce"]), int(raw["version"])
        if started is None or finished is None or not started.tzinfo or not finished.tzinfo or len(typed) > MOST_FIELDS:
            raise Unreadable
        times = (min(started + behind, at), min(finished + behind, at))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as wrong:
        raise Unreadable from wrong
    return Sent(nonce, version, *times, raw.get("consents") is True, typed)


def take(*, survey: Survey, interviewer: User, sent: Sent, at: datetime.datetime) -> Answer:
    """Take one interview in, once; sent again it gets the same answer and changes nothing."""
    try:
        with transaction.atomic():
            return _take(survey, interviewer, sent, at)
    except IntegrityError:  # the same one came at the same moment, by another connection
        return _known(survey, sent) or Answer(sent.nonce.hex, Outcome.REFUSED, "again")


def _take(survey: Survey, interviewer: User, sent: Sent, at: datetime.datetime) -> Answer:
    if known := _known(survey, sent):
        return known
    version = Version.objects.filter(survey=survey, number=sent.version).first()
    if cause := _cause(survey, version, sent, at):
        return Answer(sent.nonce.hex, Outcome.REFUSED, cause)
    assert version is not None
    questionnaire = parse(version.body)
    try:
        answers = _answers(questionnaire, sent.typed, places_for(survey, questionnaire))
    except BadAnswer as bad:
        return Answer(sent.nonce.hex, Outcome.REFUSED, bad.problem)
    response = Response(
        survey=survey,
        version=version,
        channel=Channel.INTERVIEWER,
        token_hash=credentials.of_token(credentials.new_token()),
        interviewer=interviewer,
        nonce=sent.nonce,
        consented_at=sent.started_at,
        started_at=sent.started_at,
        finished_at=sent.finished_at,
        received_at=at,
        typed={},
        answers=answers,
    )
    settle(response, questionnaire)
    response.save(force_insert=True)
    return _told(response)


def _cause(survey: Survey, version: Version | None, sent: Sent, at: datetime.datetime) -> str:
    """Return why an interview cannot be taken: "consent", "version", "period" or "late"; "" when it can."""
    if not sent.consents:
        return "consent"
    if version is None:
        return "version"
    is_inside = survey.opens_at <= sent.started_at and sent.finished_at < survey.closes_at
    if survey.state != SurveyState.PUBLISHED or not survey.by_interviewers or not is_inside:
        return "period"
    return "late" if at > survey.closes_at + LATE else ""


def _answers(questionnaire: Questionnaire, typed: Mapping[str, Sequence[str]], places: Places) -> dict[str, Any]:
    """Return the clean answers to what is asked. Raises BadAnswer."""
    answers: dict[str, Any] = {}
    for question in questionnaire.questions():
        if question in shown(questionnaire, answers):
            answer = clean(question, typed, places=places.get(Scope(question.scope), {}))
            if answer is not None:
                answers[question.key] = answer
    if unanswered(questionnaire, answers):
        raise BadAnswer("missing")
    return answers


def _known(survey: Survey, sent: Sent) -> Answer | None:
    response = Response.objects.filter(survey=survey, nonce=sent.nonce).first()
    return _told(response) if response else None


def _told(response: Response) -> Answer:
    """What is held back is told as received: who invents interviews learns nothing."""
    outcome = Outcome.SURPLUS if response.standing == Standing.SURPLUS else Outcome.RECEIVED
    return Answer(response.nonce.hex if response.nonce else "", outcome)
