"""What happens when the day to answer has passed."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from shop.campaign.forum.domain.path import move
from shop.campaign.forum.enums import TopicState
from shop.campaign.forum.models import Topic


def mark_overdue(*, at: datetime.datetime) -> int:
    """Mark every topic whose day to answer has passed, and return how many. Doing it again marks nothing more."""
    late = Topic.objects.filter(state=TopicState.AWAITING, due_on__lt=timezone.localdate(at))
    return sum(_mark(pk, at) for pk in late.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _mark(pk: int, at: datetime.datetime) -> bool:
    topic = Topic.objects.select_for_update().get(pk=pk)
    if topic.state != TopicState.AWAITING or topic.due_on is None or topic.due_on >= timezone.localdate(at):
        return False
    move(topic=topic, to=TopicState.OVERDUE, by=None, at=at)
    return True
