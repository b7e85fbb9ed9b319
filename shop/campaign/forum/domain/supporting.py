"""Support for a topic, one voice each. What looks scripted is held back with its reason until a person has looked."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.forum.domain.crowds import flag_crowd, within_the_hour
from shop.campaign.forum.domain.path import NotNow, OwnText, locked
from shop.campaign.forum.enums import OPEN, PUBLIC
from shop.campaign.forum.models import Subscription, Support, Topic
from shop.campaign.forum.models.voices import COUNTS
from shop.campaign.reasons import ReasonMissing


@transaction.atomic
def support(*, topic: Topic, user: User, network: str, at: datetime.datetime) -> Support:
    """Support a topic; again changes nothing. network: its keyed hash. Raises NotNow, OwnText."""
    held = locked(topic)
    if held.state not in OPEN:
        raise NotNow
    if held.author_id == user.pk:
        raise OwnText
    given, created = Support.objects.get_or_create(topic=held, user=user, defaults={"network": network, "given_at": at})
    if created:
        _hold_back(given, at)
        _count(held)
    given.refresh_from_db()
    return given


@transaction.atomic
def take_back(*, topic: Topic, user: User) -> None:
    """Support a topic no longer."""
    held = locked(topic)
    held.supports.filter(user=user).delete()
    _count(held)


@transaction.atomic
def let_count(*, topic: Topic, flag: str, reason: str, by: User, at: datetime.datetime) -> int:
    """Count the supports held back for one reason after all; return how many. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    held = locked(topic)
    cleared = held.supports.filter(flag=flag, cleared_at=None).update(cleared_at=at, cleared_by=by)
    _count(held)
    details = {"flag": flag, "what": str(cleared)}
    record(actor=by, action="forum_support.counted", subject=held, at=at, reason=reason.strip(), details=details)
    return cleared


@transaction.atomic
def follow(*, topic: Topic, user: User, at: datetime.datetime) -> None:
    """Tell somebody what becomes of a topic. Raises NotNow when it is not public."""
    if locked(topic).state not in PUBLIC:
        raise NotNow
    Subscription.objects.get_or_create(topic=topic, user=user, defaults={"since": at})


def unfollow(*, topic: Topic, user: User) -> None:
    Subscription.objects.filter(topic=topic, user=user).delete()


def _hold_back(given: Support, at: datetime.datetime) -> None:
    """Flag this support, and those that came the same way within the hour, once there are too many."""
    lately = within_the_hour(Support.objects.all(), at)
    touched = flag_crowd(given, here=lately.filter(topic=given.topic_id), lately=lately)
    others = Support.objects.filter(pk__in=touched).exclude(topic=given.topic_id)
    for pk in sorted(set(others.values_list("topic_id", flat=True))):
        _count(Topic(pk=pk))


def _count(topic: Topic) -> None:
    """Write how many supports count: one statement from the rows, so that two at once cannot drift."""
    counted = Support.objects.filter(Q(topic=topic.pk), COUNTS).count()
    Topic.objects.filter(pk=topic.pk).update(support_count=counted)
