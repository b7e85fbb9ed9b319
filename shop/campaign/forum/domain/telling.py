"""Messages of the forum: to authors, to those who answer. Each is sent once."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from shop.accounts.models import User
from shop.campaign.forum.enums import TextState
from shop.campaign.forum.models import Body, Dialogue, Question, Reply, Topic
from shop.campaign.forum.queries import answerers
from shop.communication.sending import tell


def tell_author(topic: Topic, *, event: str, template: str, reason: str = "", reply: Reply | None = None) -> None:
    """Tell who wrote the topic (or the reply, where one is given) what became of it."""
    author = reply.author if reply else topic.author
    link = settings.SITE_URL + (topic.get_absolute_url() if topic.is_public else reverse("forum:mine"))
    _tell(author, f"forum:{topic.pk}:{event}", template, {"topic": topic, "reason": reason, "link": link})


def tell_members(body: Body, topic: Topic, *, event: str, template: str) -> None:
    """Tell everybody who may answer for a body."""
    link = settings.SITE_URL + reverse("forum:answer", kwargs={"pk": topic.pk})
    for member in answerers(body):
        _tell(member, f"forum:{topic.pk}:{event}", template, {"topic": topic, "body": body, "link": link})


def tell_people(people: list[User], topic: Topic, *, event: str, template: str, link: str) -> None:
    """Tell each of these people once."""
    for person in people:
        _tell(person, f"forum:{topic.pk}:{event}", template, {"topic": topic, "link": link})


def tell_followers(topic: Topic, *, event: str) -> None:
    """Queue the news for everybody who follows a topic. event: "closed" or "answer:<pk>"."""
    from shop.campaign.forum.tasks import tell_followers as job

    job.defer(topic_id=topic.pk, event=event)


def tell_each_follower(topic: Topic, *, event: str) -> None:
    """Tell everybody who follows a topic but its author; whoever was told is not told again."""
    template = "forum_followed_closed" if event == "closed" else "forum_followed_answer"
    people = User.objects.filter(forum_subscriptions__topic=topic).exclude(forum_topics=topic).order_by("pk")
    link = settings.SITE_URL + topic.get_absolute_url()
    tell_people(list(people), topic, event=f"followed:{event}", template=template, link=link)


def _tell(person: User | None, key: str, template: str, context: dict[str, Any]) -> None:
    if person is not None and person.is_active and person.phone.startswith("+"):
        found = {**context, "mine": settings.SITE_URL + reverse("forum:mine")}
        tell(key=f"{key}:{person.pk}", recipient=person.phone, template=template, context=found)


def tell_asker(question: Question, *, event: str, template: str) -> None:
    """Tell who asked a question of a live session what became of it."""
    dialogue = question.dialogue
    context = {"question": question, "dialogue": dialogue, "link": settings.SITE_URL + dialogue.get_absolute_url()}
    _tell(question.author, f"forum-question:{question.pk}:{event}", template, context)


def tell_askers(dialogue: Dialogue, *, event: str, template: str) -> None:
    """Tell everybody with a question in a live session, each once."""
    context = {"dialogue": dialogue, "link": settings.SITE_URL + dialogue.get_absolute_url()}
    alive = (TextState.WAITING, TextState.SHOWN)
    people = User.objects.filter(forum_questions__dialogue=dialogue, forum_questions__state__in=alive)
    for person in people.distinct().order_by("pk"):
        _tell(person, f"forum-dialogue:{dialogue.pk}:{event}", template, context)
