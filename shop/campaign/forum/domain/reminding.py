"""Bodies are reminded three days and one day before, and when they are late; then the committee is told."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from shop.accounts.enums import Role
from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.forum.domain.telling import tell_members, tell_people
from shop.campaign.forum.models import Asking, Reminder, Step, Topic

EARLY, SOON = 3, 1


def remind(*, at: datetime.datetime) -> int:
    """Take every step that is due and was not taken; return how many. Doing it again takes none."""
    today = timezone.localdate(at)
    due = Asking.objects.filter(
        answered_at=None, ended_at=None, due_on__lte=today + datetime.timedelta(days=EARLY)
    ).order_by("pk")
    return sum(_remind(pk, at) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, at: datetime.datetime) -> int:
    # The topic is locked first, as whoever answers it does.
    topic = Topic.objects.select_for_update().select_related("province").get(askings=pk)
    asking = Asking.objects.select_related("body").get(pk=pk)
    if asking.answered_at or asking.ended_at:
        return 0
    taken = 0
    for step in _steps(asking, at):
        _row, is_new = Reminder.objects.get_or_create(asking=asking, step=step, defaults={"at": at})
        if is_new:
            _take(step, asking, topic, at)
            taken += 1
    return taken


def _steps(asking: Asking, at: datetime.datetime) -> Iterator[Step]:
    """Return the step of this day; who was asked today is not reminded today."""
    today = timezone.localdate(at)
    left = (asking.due_on - today).days
    if left < 0:
        yield Step.OVERDUE
        if -left >= settings.FORUM_ESCALATE_DAYS:
            yield Step.ESCALATED
    elif timezone.localdate(asking.asked_at) < today:
        yield Step.ONE_DAY if left <= SOON else Step.THREE_DAYS


def _take(step: Step, asking: Asking, topic: Topic, at: datetime.datetime) -> None:
    record(actor=None, action=f"forum_topic.reminded_{step.value}", subject=topic, at=at)
    event = f"{step.value}:{asking.pk}"
    if step == Step.ESCALATED:
        link = settings.SITE_URL + reverse("backoffice:forum_office:topic", kwargs={"pk": topic.pk})
        tell_people(committee_of(topic.province_id), topic, event=event, template="forum_escalated", link=link)
    else:
        tell_members(asking.body, topic, event=event, template=f"forum_remind_{step.value}")


def committee_of(province_id: str) -> list[User]:
    """Return the committee of a province; where it has nobody, who keeps every province."""
    people = User.objects.filter(is_active=True, grants__role=Role.COMMITTEE)
    own = (
        people.filter(grants__province=province_id, grants__commune=None, grants__role=Role.COMMITTEE)
        .distinct()
        .order_by("pk")
    )
    return list(own) or list(people.filter(grants__province=None).distinct().order_by("pk"))
