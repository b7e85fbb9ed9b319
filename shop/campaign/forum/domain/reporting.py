"""Readers report a text, once each; a moderator hides it with a reason or lets it stand."""

from __future__ import annotations

import datetime
from typing import Literal

from django.db import connection, transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.forum.domain import moderating, questions
from shop.campaign.forum.domain.path import NotNow, OwnText
from shop.campaign.forum.domain.screening import cover
from shop.campaign.forum.domain.writing import DAY, TooMany
from shop.campaign.forum.enums import TextState
from shop.campaign.forum.models import Question, Reply, Report, Topic, TopicVersion, Verdict
from shop.campaign.forum.models.reports import REASON_LENGTH
from shop.campaign.reasons import ReasonMissing

REPORTS_A_DAY = 20
# Of visitors: what one network, and all together, may report in a day, and how many are kept for one text that waits.
NETWORK_A_DAY, VISITORS_A_DAY, VISITORS_EACH = 10, 200, 5
LOCK = 7_320_417  # of pg_advisory_xact_lock: visitors report one after the other, so that the bounds hold
Text = TopicVersion | Reply | Question
Field = Literal["version", "reply", "question"]


@transaction.atomic
def report(*, text: Text, reporter: User, at: datetime.datetime) -> Report:
    """Report a text everybody reads; again returns the first. Raises NotNow, OwnText, TooMany."""
    User.objects.select_for_update(no_key=True).get(pk=reporter.pk)
    text.refresh_from_db()
    if not is_read(text):
        raise NotNow
    if author_of(text) == reporter.pk:
        raise OwnText
    mine = Report.objects.filter(reporter=reporter)
    same = mine.filter(**{field_of(text): text}).first()
    if same:
        return same
    if mine.filter(reported_at__gt=at - DAY).count() >= REPORTS_A_DAY:
        raise TooMany
    return Report.objects.create(**{field_of(text): text}, reporter=reporter, reported_at=at)


class LetStand(Exception):
    """A moderator has read this text and let it stand: only an account may report it again."""


@transaction.atomic
def report_as_visitor(*, text: Text, network: str, reason: str, at: datetime.datetime) -> None:
    """Report a text without an account. What waits already, of this network or of enough others, waits once.

    network: its keyed hash of the day. Raises NotNow, LetStand, TooMany.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    text.refresh_from_db()
    if not is_read(text):
        raise NotNow
    here = Report.objects.filter(**{field_of(text): text})
    if here.filter(verdict=Verdict.STANDS).exists():
        raise LetStand
    waiting = here.filter(reporter=None, decided_at=None)
    if waiting.filter(network=network).exists() or waiting.count() >= VISITORS_EACH:
        return
    lately = Report.objects.filter(reporter=None, reported_at__gt=at - DAY)
    if lately.filter(network=network).count() >= NETWORK_A_DAY or lately.count() >= VISITORS_A_DAY:
        raise TooMany
    said = cover(" ".join(reason.split()))[0][:REASON_LENGTH]
    Report.objects.create(**{field_of(text): text}, network=network, reason=said, reported_at=at)


@transaction.atomic
def give_reason(*, report: Report, reason: str) -> None:
    """Say why, until a moderator has decided; numbers of people are covered. Raises NotNow."""
    held = _open(report)
    held.reason = cover(" ".join(reason.split()))[0][:REASON_LENGTH]
    held.save(update_fields=["reason"])


@transaction.atomic
def withdraw(*, report: Report) -> None:
    """Take a report back, until a moderator has decided. Raises NotNow."""
    _open(report).delete()


@transaction.atomic
def hide(*, text: Text, why: str, seen: int, by: User, at: datetime.datetime) -> int:
    """Take a reported text off, answered or official too, and tell its author why; return how many had reported it.

    seen: key of the last report that was read. Raises ReasonMissing, OwnText, NotNow, AlreadyDecided.
    """
    if not why.strip():
        raise ReasonMissing
    found = _decide(text, Verdict.HIDDEN, why=why, seen=seen, by=by, at=at)
    if isinstance(text, TopicVersion):
        moderating.take_down(topic=text.topic, reason=why, by=by, at=at)
    elif isinstance(text, Reply):
        moderating.refuse_reply(reply=text, reason=why, by=by, at=at, was_reported=True)
    else:
        questions.refuse(question=text, reason=why, by=by, at=at, was_reported=True)
    return found


@transaction.atomic
def let_stand(*, text: Text, why: str, seen: int, by: User, at: datetime.datetime) -> int:
    """Leave a text as it is; return how many had reported it. Raises ReasonMissing, OwnText, AlreadyDecided.

    seen: key of the last report that was read; whoever reports later is read again.
    """
    if not why.strip():
        raise ReasonMissing
    if author_of(text) == by.pk:
        raise OwnText
    return _decide(text, Verdict.STANDS, why=why, seen=seen, by=by, at=at)


def field_of(text: Text) -> Field:
    """Return the field of Report that leads to a text."""
    if isinstance(text, TopicVersion):
        return "version"
    return "reply" if isinstance(text, Reply) else "question"


def author_of(text: Text) -> int | None:
    return text.topic.author_id if isinstance(text, TopicVersion) else text.author_id


def is_read(text: Text) -> bool:
    """Return whether everybody may read a text now."""
    if text.state != TextState.SHOWN:
        return False
    return isinstance(text, Question) or text.topic.is_public


def _open(report: Report) -> Report:
    held = Report.objects.select_for_update().get(pk=report.pk)
    if held.decided_at:
        raise NotNow
    return held


def _decide(text: Text, verdict: Verdict, *, why: str, seen: int, by: User, at: datetime.datetime) -> int:
    """Decide the open reports that were read; the trail stands with what has a page of its own."""
    reports = Report.objects.filter(**{field_of(text): text}, decided_at=None, pk__lte=seen)
    found = reports.update(verdict=verdict, why=why.strip()[:500], decided_by=by, decided_at=at)
    if not found:
        raise moderating.AlreadyDecided
    place: Topic | Question = text if isinstance(text, Question) else text.topic
    details = {"what": str(found), "text": f"{field_of(text)} {text.pk}"}
    action = f"forum_report.{verdict.value}"
    record(actor=by, action=action, subject=place, at=at, reason=why.strip(), details=details)
    return found
