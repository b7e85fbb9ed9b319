"""Bodies, topics, replies of the forum."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from shop.accounts.models import User
from shop.campaign.forum.domain import dialogues, managing, moderating, writing
from shop.campaign.forum.enums import BodyKind, TopicState, Voice
from shop.campaign.forum.models import Body, Dialogue, Topic
from shop.regions.models import Commune
from tests.factories.people import UserFactory

DAY = datetime.timedelta(days=1)
TEXT = "Nhiều chai mật ong ở chợ xã không ghi ngày đóng chai, mong Sở hướng dẫn."


def a_body(commune: Commune, *, member: User | None = None, of_commune: bool = False, **more: Any) -> Body:
    """Return a department of the commune's province, with one person who answers for it."""
    body = managing.save_body(
        **{
            "body": None,
            "name": "Sở Công Thương",
            "kind": BodyKind.DEPARTMENT,
            "province": commune.province,
            "commune": commune if of_commune else None,
            "seller": None,
            "is_active": True,
            "by": None,
            "at": timezone.now(),
            **more,
        }
    )
    if member:
        managing.add_member(body=body, phone=member.phone, by=None, at=timezone.now())
    return body


def a_topic(
    commune: Commune,
    *,
    body: Body | None = None,
    author: User | None = None,
    state: TopicState = TopicState.WAITING,
    at: datetime.datetime | None = None,
    **more: Any,
) -> Topic:
    """Return a topic that waits, is published, or awaits an answer; written now or at a moment."""
    at = at or timezone.now()
    draft = writing.Draft(
        **{
            "voice": Voice.CONSUMER,
            "title": "Nhãn mật ong",
            "text": TEXT,
            "body": body or a_body(commune),
            "province": commune.province,
            "commune": commune,
            **more,
        }
    )
    topic = writing.submit(draft=draft, author=author or UserFactory(), at=at)
    if state != TopicState.WAITING:
        version = topic.versions.get()
        topic = moderating.approve(version=version, by=None, at=at, note="đã xem" if version.holds else "")
    if state not in (TopicState.WAITING, TopicState.PUBLISHED):
        topic = moderating.pass_on(topic=topic, body=topic.body, by=None, at=at)
    return topic


def a_dialogue(commune: Commune, *hosts: Body, is_draft: bool = False, **more: Any) -> Dialogue:
    """Return a published session that takes questions since yesterday and for a day; or a draft."""
    now = timezone.now()
    plan = dialogues.Plan(
        **{
            "title": "Đối thoại cuối năm",
            "intro": "Hàng Tết về tận xã.",
            "province": commune.province,
            "commune": None,
            "hosts": hosts,
            "place": "Hội trường tỉnh",
            "collects_from": now - DAY,
            "collects_until": now + DAY,
            "starts_at": now + 2 * DAY,
            **more,
        }
    )
    made = dialogues.write(plan=plan, dialogue=None, by=None, at=now)
    if not is_draft:
        dialogues.publish(dialogue=made, by=None, at=now)
    made.refresh_from_db()
    return made
