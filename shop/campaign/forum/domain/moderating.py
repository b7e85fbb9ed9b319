"""Moderators let texts be read or refuse them with a reason, pass topics on, and name who has the right of reply."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext

from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.forum.domain.path import NotNow, OwnDecision, OwnText, locked, move
from shop.campaign.forum.domain.telling import tell_author, tell_followers, tell_members
from shop.campaign.forum.domain.terms import due_on
from shop.campaign.forum.domain.writing import WrongBody, search_text_of, takes
from shop.campaign.forum.enums import EDITABLE, OPEN, PUBLIC, ReplyKind, TextState, TopicState
from shop.campaign.forum.models import Asking, Body, NamedParty, Reply, Topic, TopicEvent, TopicVersion
from shop.campaign.reasons import ReasonMissing, stated


class AlreadyDecided(Exception):
    """Somebody decided a moment before, or the author sent a newer version."""


class NoteMissing(Exception):
    """A held text is let through only with a word why."""


class AlreadyNamed(Exception):
    """This party was named before."""


@transaction.atomic
def approve(*, version: TopicVersion, by: User | None, at: datetime.datetime, note: str = "") -> Topic:
    """Let everybody read just this version. by None: the demo market.

    note: why a held text may be read; it stands in the trail. Raises AlreadyDecided, NoteMissing, NotNow, OwnText.
    """
    topic, read = _waiting(version, by)
    if topic.state not in EDITABLE:
        raise NotNow  # it was answered meanwhile: the answer stays below the words it answers
    if read.holds and not note.strip():
        raise NoteMissing
    topic.versions.filter(state=TextState.SHOWN).update(state=TextState.REPLACED)
    _decide(read, TextState.SHOWN, reason="", by=by, at=at)
    topic.title, topic.text, topic.reason = read.title, read.text, ""
    topic.search_text = search_text_of(topic)
    if topic.state == TopicState.WAITING:
        topic.published_at = topic.published_at or at
        move(topic=topic, to=TopicState.PUBLISHED, by=by, at=at)
        tell_author(topic, event=f"shown:{read.number}", template="forum_topic_shown")
    else:
        topic.save()
        tell_author(topic, event=f"rewritten:{read.number}", template="forum_topic_rewritten")
    record(
        actor=by,
        action="forum_version.shown",
        subject=topic,
        at=at,
        reason=note.strip(),
        details={"number": read.number, "holds": read.holds},
    )
    return topic


@transaction.atomic
def refuse(*, version: TopicVersion, reason: str, by: User | None, at: datetime.datetime) -> Topic:
    """Refuse a version; what was read before stays. Raises ReasonMissing, AlreadyDecided, OwnText."""
    why = stated(reason)
    topic, read = _waiting(version, by)
    _decide(read, TextState.REFUSED, reason=why, by=by, at=at)
    if topic.state == TopicState.WAITING:
        topic.reason = why
        move(topic=topic, to=TopicState.REJECTED, by=by, at=at, note=why)
    details = {"number": read.number, "holds": read.holds}
    record(actor=by, action="forum_version.refused", subject=topic, at=at, reason=why, details=details)
    tell_author(topic, event=f"refused:{read.number}", template="forum_topic_refused", reason=why)
    return topic


@transaction.atomic
def pass_on(*, topic: Topic, body: Body, by: User | None, at: datetime.datetime) -> Topic:
    """Ask a body for an answer by the day its kind has. Raises NotNow, WrongBody."""
    held = locked(topic)
    if not takes(body=body, province_id=held.province_id, commune_id=held.commune_id):
        raise WrongBody
    end_asking(held, at)
    held.body, held.forwarded_at, held.due_on = body, at, due_on(topic=held, body=body, at=at)
    Asking.objects.create(topic=held, body=body, asked_at=at, due_on=held.due_on)
    held.search_text = search_text_of(held)
    move(topic=held, to=TopicState.AWAITING, by=by, at=at, note=body.name)
    tell_members(body, held, event=f"asked:{held.due_on}", template="forum_asked")
    return held


@transaction.atomic
def take_down(*, topic: Topic, reason: str, by: User, at: datetime.datetime) -> None:
    """Take a topic off again. Raises ReasonMissing, NotNow, OwnText."""
    why = stated(reason)
    held = locked(topic)
    if held.author_id == by.pk:
        raise OwnText
    if held.state not in PUBLIC:
        raise NotNow
    held.reason = why
    held.versions.filter(state=TextState.SHOWN).update(
        state=TextState.REMOVED, reason=why, decided_by=by, decided_at=at
    )
    end_asking(held, at)
    move(topic=held, to=TopicState.REJECTED, by=by, at=at, note=why)
    tell_author(held, event=f"down:{at.isoformat()}", template="forum_topic_removed", reason=why)


@transaction.atomic
def close(*, topic: Topic, note: str, by: User | None, at: datetime.datetime) -> None:
    """End a topic; without an official answer only with a note, which everybody reads. Raises ReasonMissing, NotNow."""
    held = locked(topic)
    if held.state != TopicState.ANSWERED and not note.strip():
        raise ReasonMissing
    held.closed_at = at
    end_asking(held, at)
    move(topic=held, to=TopicState.CLOSED, by=by, at=at, note=note.strip())
    tell_author(held, event="closed", template="forum_topic_closed")
    tell_followers(held, event="closed")


@transaction.atomic
def show_reply(*, reply: Reply, seen: str, by: User | None, at: datetime.datetime, note: str = "") -> None:
    """Let everybody read the words that were read, or read them again. seen: their fingerprint.

    What was taken off needs a note and somebody else than who took it off. Raises as approve, and OwnDecision.
    """
    read = _undecided_reply(reply, by)
    is_back = read.state == TextState.REMOVED
    if read.fingerprint != seen:
        raise AlreadyDecided
    if (read.holds or is_back) and not note.strip():
        raise NoteMissing
    _decide(read, TextState.SHOWN, reason="", by=by, at=at)
    record(actor=by, action="forum_reply.shown", subject=read, at=at, reason=note.strip())
    if is_back:
        _say_on_path(read, gettext("Đăng lại một trả lời chính thức: %(why)s"), note.strip(), at)
        event = f"reply-back:{read.pk}:{at.isoformat()}"
        tell_author(read.topic, event=event, template="forum_reply_back", reason=note.strip(), reply=read)


@transaction.atomic
def refuse_reply(*, reply: Reply, reason: str, by: User, at: datetime.datetime, was_reported: bool = False) -> None:
    """Refuse a reply, or take a shown one off. Raises ReasonMissing, AlreadyDecided, OwnText.

    Official answers stay unless readers reported them; then the topic's path says that one was taken off.
    """
    why = stated(reason)
    read = Reply.objects.select_for_update(of=("self",)).select_related("topic").get(pk=reply.pk)
    if read.author_id == by.pk:
        raise OwnText
    is_official = read.kind == ReplyKind.OFFICIAL
    if read.state not in (TextState.WAITING, TextState.SHOWN) or (is_official and not was_reported):
        raise AlreadyDecided
    state = TextState.REMOVED if read.state == TextState.SHOWN else TextState.REFUSED
    _decide(read, state, reason=why, by=by, at=at)
    _say_on_path(read, gettext("Gỡ một trả lời chính thức: %(why)s"), why, at)
    record(actor=by, action=f"forum_reply.{state.value}", subject=read, at=at, reason=why)
    event = f"reply-{state.value}:{read.pk}:{at.isoformat()}"
    tell_author(read.topic, event=event, template=f"forum_reply_{state.value}", reason=why, reply=read)


@transaction.atomic
def name_party(*, topic: Topic, body: Body, by: User | None, at: datetime.datetime) -> NamedParty:
    """Tell a body that a topic speaks about it and that it may reply. Raises NotNow, AlreadyNamed."""
    held = locked(topic)
    if held.state not in OPEN:
        raise NotNow
    party, created = NamedParty.objects.get_or_create(topic=held, body=body, defaults={"named_at": at, "named_by": by})
    if not created:
        raise AlreadyNamed
    record(actor=by, action="forum_topic.party_named", subject=held, at=at, details={"what": body.name})
    tell_members(body, held, event=f"named:{body.pk}", template="forum_named")
    return party


def end_asking(topic: Topic, at: datetime.datetime) -> None:
    """Ask no longer, where nobody answered: what was late stays late in the figures."""
    topic.askings.filter(answered_at=None, ended_at=None).update(ended_at=at)


def _waiting(version: TopicVersion, by: User | None) -> tuple[Topic, TopicVersion]:
    """Return topic and version, locked. The topic is locked first, as authors do."""
    topic = Topic.objects.select_for_update().get(pk=version.topic_id)
    read = TopicVersion.objects.select_for_update().get(pk=version.pk)
    if read.state != TextState.WAITING:
        raise AlreadyDecided
    if by is not None and topic.author_id == by.pk:
        raise OwnText
    return topic, read


def _undecided_reply(reply: Reply, by: User | None) -> Reply:
    """Return a reply that waits, or was taken off by somebody else, locked."""
    read = Reply.objects.select_for_update().get(pk=reply.pk)
    if read.state not in (TextState.WAITING, TextState.REMOVED):
        raise AlreadyDecided
    if by is not None and read.author_id == by.pk:
        raise OwnText
    if by is not None and read.state == TextState.REMOVED and read.decided_by_id == by.pk:
        raise OwnDecision
    return read


def _say_on_path(reply: Reply, sentence: str, why: str, at: datetime.datetime) -> None:
    """Write on the public path of a topic what became of an official answer; of no other reply."""
    if reply.kind == ReplyKind.OFFICIAL:
        note = (sentence % {"why": why})[:500]
        TopicEvent.objects.create(topic=reply.topic, state=reply.topic.state, note=note, at=at)


def _decide(
    text: TopicVersion | Reply, state: TextState, *, reason: str, by: User | None, at: datetime.datetime
) -> None:
    text.state, text.reason, text.decided_by, text.decided_at = state, reason, by, at
    text.save(update_fields=["state", "reason", "decided_by", "decided_at"])
