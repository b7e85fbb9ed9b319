"""Authors write, rewrite and close topics; readers reply. Whatever is written waits for a moderator."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max, Q

from catalogue.images.checks import CleanImage
from sellers.models import Partner
from shop.accounts.models import User
from shop.audit.trail import record
from shop.campaign.forum.domain.path import NotNow, locked, move
from shop.campaign.forum.domain.screening import Screened, screen
from shop.campaign.forum.enums import EDITABLE, OFF, OPEN, Hold, TextState, TopicState, Voice
from shop.campaign.forum.models import Body, Reply, Topic, TopicEvent, TopicPicture, TopicVersion, WatchedWord
from shop.regions.models import Commune, Province
from shop.regions.vietnamese import fold, slug

TOPICS_A_DAY = 3
REPLIES_A_DAY = 20
MOST_PICTURES = 4
DAY = datetime.timedelta(days=1)


class TooMany(Exception):
    """This account wrote as much as one may in a day."""


class WrongBody(Exception):
    """The body takes no topics, or none from this place."""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What an author writes. seller: the shop somebody of a shop speaks for; pictures were checked."""

    voice: Voice
    title: str
    text: str
    body: Body
    province: Province
    commune: Commune | None = None
    organisation: str = ""
    seller: Partner | None = None
    pictures: Sequence[CleanImage] = field(default_factory=tuple)


@transaction.atomic
def submit(*, draft: Draft, author: User, at: datetime.datetime) -> Topic:
    """Write a topic that waits for a moderator. Raises TooMany, WrongBody."""
    User.objects.select_for_update(no_key=True).get(pk=author.pk)
    if Topic.objects.filter(author=author, created_at__gt=at - DAY).count() >= TOPICS_A_DAY:
        raise TooMany
    if not takes(
        body=draft.body, province_id=draft.province.pk, commune_id=draft.commune.pk if draft.commune else None
    ):
        raise WrongBody
    topic = Topic.objects.create(
        slug=slug(draft.title)[:60].strip("-") or "y-kien",
        voice=draft.voice,
        author=author,
        organisation=draft.organisation if draft.voice == Voice.BUSINESS else "",
        seller=draft.seller if draft.voice == Voice.BUSINESS else None,
        body=draft.body,
        province=draft.province,
        commune=draft.commune,
        title="",
        text="",
        created_at=at,
    )
    version = _add_version(topic, draft.title, draft.text, author=author, at=at)
    _attach(version, draft.pictures)
    topic.title, topic.text = version.title, version.text
    topic.search_text = search_text_of(topic)
    topic.save(update_fields=["title", "text", "search_text"])
    TopicEvent.objects.create(topic=topic, state=TopicState.WAITING, at=at)
    record(actor=author, action="forum_topic.submitted", subject=topic, at=at)
    return topic


@transaction.atomic
def rewrite(
    *,
    topic: Topic,
    title: str,
    text: str,
    keep: Iterable[int],
    pictures: Sequence[CleanImage],
    author: User,
    at: datetime.datetime,
) -> TopicVersion:
    """Send a new version; readers see the old one until it is approved. Raises NotNow once it is answered.

    keep: pictures of the newest version that stay.
    """
    held = locked(topic)
    if held.author_id != author.pk or held.state not in EDITABLE:
        raise NotNow
    last = held.versions.latest("number")
    kept = list(last.pictures.filter(pk__in=list(keep)))
    held.versions.filter(state=TextState.WAITING).update(state=TextState.REPLACED)
    version = _add_version(held, title, text, author=author, at=at)
    for picture in kept[:MOST_PICTURES]:
        TopicPicture.objects.create(version=version, file=picture.file.name, width=picture.width, height=picture.height)
    _attach(version, pictures[: MOST_PICTURES - len(kept)] if len(kept) < MOST_PICTURES else ())
    if held.state in (TopicState.WAITING, TopicState.REJECTED):
        held.title, held.text = version.title, version.text
        held.search_text = search_text_of(held)
        held.save(update_fields=["title", "text", "search_text"])
    if held.state == TopicState.REJECTED:
        move(topic=held, to=TopicState.WAITING, by=author, at=at)
    record(actor=author, action="forum_topic.rewritten", subject=held, at=at, details={"number": version.number})
    return version


@transaction.atomic
def close_own(*, topic: Topic, author: User, at: datetime.datetime) -> None:
    """Let the author say that the matter is settled. Raises NotNow before it is answered."""
    held = locked(topic)
    if held.author_id != author.pk or held.state != TopicState.ANSWERED:
        raise NotNow
    held.closed_at = at
    move(topic=held, to=TopicState.CLOSED, by=author, at=at)


@transaction.atomic
def reply(*, topic: Topic, text: str, author: User, at: datetime.datetime) -> Reply:
    """Say something to a topic. The same again returns the first. Raises NotNow, TooMany."""
    User.objects.select_for_update(no_key=True).get(pk=author.pk)
    held = locked(topic)
    if held.state not in OPEN:
        raise NotNow
    screened = screened_for(held.province_id, text)
    mine = Reply.objects.filter(author=author)
    same = mine.filter(topic=held, text=screened.text).exclude(state__in=OFF).first()
    if same:
        return same
    if mine.filter(written_at__gt=at - DAY).count() >= REPLIES_A_DAY:
        raise TooMany
    repeats = Reply.objects.filter(text=screened.text, written_at__gt=at - 7 * DAY).exclude(topic=held).exists()
    holds = [*screened.holds, *([(Hold.REPEAT.value, "")] if repeats else [])]
    return Reply.objects.create(
        topic=held, author=author, text=screened.text, holds=holds, masked=screened.masked, written_at=at
    )


def takes(*, body: Body, province_id: str, commune_id: str | None) -> bool:
    """Return whether a body takes new topics from a place."""
    return (
        body.is_active
        and body.province_id in (None, province_id)
        and (body.commune_id is None or body.commune_id == commune_id)
    )


def screened_for(province_id: str, text: str) -> Screened:
    """Screen a text by the words watched in a province and in the whole market."""
    rows = WatchedWord.objects.filter(Q(province=None) | Q(province=province_id))
    return screen(text, words=list(rows.values_list("words", flat=True)))


def search_text_of(topic: Topic) -> str:
    """Return the folded words a topic is found by."""
    place = [topic.commune.name if topic.commune else "", topic.province.name]
    return fold(" ".join([topic.title, topic.text, topic.body.name, topic.organisation, *place]))


def _add_version(topic: Topic, title: str, text: str, *, author: User, at: datetime.datetime) -> TopicVersion:
    heading, words = screened_for(topic.province_id, title), screened_for(topic.province_id, text)
    holds = list(dict.fromkeys([*heading.holds, *words.holds]))
    others = TopicVersion.objects.filter(text=words.text, written_at__gt=at - 30 * DAY).exclude(topic=topic)
    if others.exists():
        holds.append((Hold.REPEAT.value, ""))
    last = topic.versions.aggregate(last=Max("number"))["last"] or 0
    return TopicVersion.objects.create(
        topic=topic,
        number=last + 1,
        title=heading.text,
        text=words.text,
        holds=holds,
        masked=heading.masked + words.masked,
        written_at=at,
    )


def _attach(version: TopicVersion, pictures: Iterable[CleanImage]) -> None:
    for picture in list(pictures)[:MOST_PICTURES]:
        row = TopicPicture(version=version, width=picture.width, height=picture.height)
        row.file.save("anh.webp", ContentFile(picture.content), save=False)
        row.save()
