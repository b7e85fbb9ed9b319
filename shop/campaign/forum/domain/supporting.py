"""Support for a topic, one voice each. What looks scripted is held back with its reason until a person has looked."""

from __future__ import annotations

import datetime
import ipaddress

from django.db import transaction
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.forum.domain.path import NotNow, OwnText, ReasonMissing, locked
from shop.campaign.forum.enums import OPEN, PUBLIC
from shop.campaign.forum.models import Flag, Subscription, Support, Topic
from shop.campaign.forum.models.voices import COUNTS

HOUR = datetime.timedelta(hours=1)
YOUNG = datetime.timedelta(days=1)
NETWORK_AN_HOUR = 8  # of one network for one topic: a whole hamlet may share an address
YOUNG_AN_HOUR = 5  # accounts younger than a day, for one topic
TOPICS_AN_HOUR = 20  # of one account


def network_of(address: str) -> str:
    """Return a keyed hash of the network an address belongs to: /24 or /48."""
    try:
        bits = 24 if ipaddress.ip_address(address).version == 4 else 48
        network = str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        network = address
    return salted_hmac("shop.campaign.forum", network, algorithm="sha256").hexdigest()


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
    lately = Support.objects.filter(given_at__gt=at - HOUR, given_at__lte=at)
    here = lately.filter(topic=given.topic_id)
    suspects = (
        (Flag.NETWORK, here.filter(network=given.network), NETWORK_AN_HOUR),
        (Flag.YOUNG, here.filter(user__date_joined__gt=F("given_at") - YOUNG), YOUNG_AN_HOUR),
        (Flag.SPEED, lately.filter(user=given.user_id), TOPICS_AN_HOUR),
    )
    for flag, rows, most in suspects:
        if rows.count() > most:
            touched = list(rows.filter(flag="", cleared_at=None).values_list("pk", "topic_id"))
            Support.objects.filter(pk__in=[pk for pk, _ in touched]).update(flag=flag)
            for pk in {topic_id for _, topic_id in touched} - {given.topic_id}:
                _count(Topic(pk=pk))


def _count(topic: Topic) -> None:
    """Write how many supports count: one statement from the rows, so that two at once cannot drift."""
    counted = Support.objects.filter(Q(topic=topic.pk), COUNTS).count()
    Topic.objects.filter(pk=topic.pk).update(support_count=counted)
