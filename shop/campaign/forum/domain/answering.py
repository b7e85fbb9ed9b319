"""Bodies answer the topics addressed to them, and whoever is named in one replies."""

from __future__ import annotations

import datetime

from django.db import transaction

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.forum.domain.path import NotNow, OwnText, locked, move
from shop.campaign.forum.domain.telling import tell_author, tell_followers
from shop.campaign.forum.domain.writing import screened_for
from shop.campaign.forum.enums import DUE, OFF, OPEN, ReplyKind, TextState, TopicState
from shop.campaign.forum.models import Body, Reply, Topic
from shop.campaign.forum.queries import may_answer


class NotMember(Exception):
    """This person does not answer for that body."""


@transaction.atomic
def answer(*, topic: Topic, text: str, by: User, at: datetime.datetime) -> Reply:
    """Answer for the body a topic is addressed to; shown at once, numbers of people covered.

    The first answer ends the waiting, a further one is added below it. Raises NotMember, OwnText, NotNow.
    """
    held = locked(topic)
    if not may_answer(by, held.body):
        raise NotMember
    if held.author_id == by.pk:
        raise OwnText
    if held.state not in (*DUE, TopicState.ANSWERED):
        raise NotNow
    shown = held.versions.filter(state=TextState.SHOWN).first()
    found = Reply.objects.create(
        topic=held,
        kind=ReplyKind.OFFICIAL,
        body=held.body,
        author=by,
        text=(screened := screened_for(held.province_id, text)).text,
        masked=screened.masked,
        state=TextState.SHOWN,
        version_number=shown.number if shown else None,
        written_at=at,
        decided_at=at,
    )
    if held.state in DUE:
        held.answered_at = at
        held.askings.filter(answered_at=None, ended_at=None).update(answered_at=at)
        move(topic=held, to=TopicState.ANSWERED, by=by, at=at, note=held.body.name)
    record(actor=by, action="forum_topic.answer_added", subject=held, at=at)
    tell_author(held, event=f"answer:{found.pk}", template="forum_answered")
    tell_followers(held, event=f"answer:{found.pk}")
    return found


@transaction.atomic
def reply_as_party(*, topic: Topic, body: Body, text: str, by: User, at: datetime.datetime) -> Reply:
    """Reply for somebody the topic names; it waits for a moderator only when something in it is held.

    Raises NotMember when the body is not named or this person does not speak for it, NotNow when it has replied.
    """
    held = locked(topic)
    if not may_answer(by, body) or not held.parties.filter(body=body).exists():
        raise NotMember
    if held.state not in OPEN or _has_replied(held, body):
        raise NotNow
    screened = screened_for(held.province_id, text)
    found = Reply.objects.create(
        topic=held,
        kind=ReplyKind.PARTY,
        body=body,
        author=by,
        text=screened.text,
        holds=screened.holds,
        masked=screened.masked,
        state=TextState.WAITING if screened.holds else TextState.SHOWN,
        written_at=at,
    )
    record(actor=by, action="forum_topic.party_replied", subject=held, at=at, details={"what": body.name})
    return found


def _has_replied(topic: Topic, body: Body) -> bool:
    return topic.replies.filter(kind=ReplyKind.PARTY, body=body).exclude(state__in=OFF).exists()
