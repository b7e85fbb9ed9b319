"""The one place where the state of a topic changes."""

from __future__ import annotations

import datetime

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.forum.enums import TRANSITIONS, TopicState
from shop.campaign.forum.models import Topic, TopicEvent


class NotNow(Exception):
    """The state of the topic does not allow this."""


class OwnText(Exception):
    """Nobody decides about, or answers, what they wrote themselves."""


class OwnDecision(Exception):
    """Whoever took a text off does not decide whether it comes back."""


def locked(topic: Topic) -> Topic:
    """Return the topic as it is now, locked until the transaction ends."""
    return Topic.objects.select_for_update(of=("self",)).select_related("body", "author").get(pk=topic.pk)


def move(*, topic: Topic, to: TopicState, by: User | None, at: datetime.datetime, note: str = "") -> None:
    """Take a locked topic to another state; the step is public. by None: a job. Raises NotNow."""
    if to not in TRANSITIONS[TopicState(topic.state)]:
        raise NotNow
    topic.state = to
    topic.save()
    TopicEvent.objects.create(topic=topic, state=to, note=note[:500], at=at)
    record(actor=by, action=f"forum_topic.{to.value}", subject=topic, at=at, reason=note)
