"""What each tenant has of the forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from shop.campaign.forum.domain import managing, writing
from shop.campaign.forum.enums import BodyKind, TopicState
from shop.campaign.forum.models import Body, Reply, Topic, WatchedWord
from tests.factories.forum import a_body, a_topic

if TYPE_CHECKING:
    from tests.security.world import Tenant


def add_forum(tenant: Tenant) -> None:
    """A public topic of the buyer to the seller, with a reply nobody has read, and one that waits."""
    commune, buyer, now = tenant.seller.commune, tenant.people["buyer"], timezone.now()
    body = a_body(commune, name=f"Gian {tenant.name}", kind=BodyKind.SELLER, seller=tenant.seller)
    managing.add_member(body=body, phone=tenant.people["reviewer"].phone, by=None, at=now)
    topic = a_topic(commune, body=body, author=buyer, title=f"Hỏi {tenant.name}", state=TopicState.AWAITING)
    writing.reply(topic=topic, text=tenant.canary, author=buyer, at=now)
    a_topic(commune, body=body, author=buyer, title=f"{tenant.canary} chờ", text=f"{tenant.canary} chờ duyệt ở đây.")
    managing.watch(words=tenant.canary.replace("-", " "), note="", province=tenant.province, by=None, at=now)


def topic_of(tenant: Tenant) -> Topic:
    return Topic.objects.get(title=f"Hỏi {tenant.name}")


def by_slug(tenant: Tenant) -> dict[str, Any]:
    topic = topic_of(tenant)
    return {"slug": topic.slug, "pk": topic.pk}


def by_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": topic_of(tenant).pk}


def waiting_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Topic.objects.get(title=f"{tenant.canary} chờ").pk}


def reply_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Reply.objects.get(text=tenant.canary).pk}


def body_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Body.objects.get(name=f"Gian {tenant.name}").pk}


def member(tenant: Tenant) -> dict[str, Any]:
    body = Body.objects.get(name=f"Gian {tenant.name}")
    return {"pk": body.pk, "member_pk": body.members.get().pk}


def word_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": WatchedWord.objects.get(province=tenant.province).pk}
