"""What each tenant has of the forum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from shop.campaign.embedding import token_for
from shop.campaign.forum.domain import managing, questions, reporting, writing
from shop.campaign.forum.enums import BodyKind, TopicState
from shop.campaign.forum.models import Body, Dialogue, Question, Reply, Report, Topic, WatchedWord
from tests.factories.forum import a_body, a_dialogue, a_topic

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
    dialogue = a_dialogue(commune, body, title=f"Đối thoại {tenant.name}")
    shown = questions.ask(dialogue=dialogue, text=f"Câu hỏi {tenant.name}?", author=buyer, at=now)
    questions.show(question=shown, seen=shown.fingerprint, by=None, at=now)
    reporting.report(text=shown, reporter=tenant.people["owner"], at=now)
    questions.ask(dialogue=dialogue, text=f"{tenant.canary}?", author=buyer, at=now)
    a_dialogue(commune, body, title=f"{tenant.canary} nháp", is_draft=True)


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


def embedded(tenant: Tenant) -> dict[str, Any]:
    pk = topic_of(tenant).pk
    return {"pk": pk, "token": token_for(page=f"forum-topic:{pk}", origin="https://tinh.example.vn")}


def dialogue_of(tenant: Tenant) -> Dialogue:
    return Dialogue.objects.get(title=f"Đối thoại {tenant.name}")


def dialogue_slug(tenant: Tenant) -> dict[str, Any]:
    return {"slug": dialogue_of(tenant).slug}


def dialogue_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": dialogue_of(tenant).pk}


def draft_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Dialogue.objects.get(title=f"{tenant.canary} nháp").pk}


def embedded_dialogue(tenant: Tenant) -> dict[str, Any]:
    slug = dialogue_of(tenant).slug
    return {"slug": slug, "token": token_for(page=f"forum-dialogue:{slug}", origin="https://tinh.example.vn")}


def question_of(tenant: Tenant) -> dict[str, Any]:
    return {**dialogue_slug(tenant), "pk": Question.objects.get(text=f"Câu hỏi {tenant.name}?").pk}


def shown_question(tenant: Tenant) -> dict[str, Any]:
    return {"kind": "cau-hoi", "pk": question_of(tenant)["pk"]}


def report_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Report.objects.get(question=question_of(tenant)["pk"], reporter=tenant.people["owner"]).pk}


def waiting_question(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Question.objects.get(text=f"{tenant.canary}?").pk}
