"""Questions about the forum. What an outsider may not see is in none of the public ones."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Prefetch, Q, QuerySet, Value, When

from shop.accounts.enums import LISTING_ROLES, Role
from shop.accounts.models import User
from shop.accounts.queries import AnyUser, seller_ids
from shop.accounts.reach import Reach
from shop.campaign.forum.enums import DUE, PUBLIC, ReplyKind, TextState, TopicState
from shop.campaign.forum.models import (
    Body,
    Dialogue,
    DialogueState,
    Flag,
    Question,
    QuestionSupport,
    Reminder,
    Reply,
    Step,
    Support,
    Topic,
    TopicPicture,
    TopicVersion,
    WatchedWord,
)
from shop.regions.vietnamese import fold

DESK_ROLES = (Role.COMMITTEE, Role.FORUM_MODERATOR)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a reader looks for. Empty: everything."""

    words: str = ""
    voice: str = ""
    state: str = ""
    body: int | None = None
    province: str = ""
    by_support: bool = False


def public() -> QuerySet[Topic]:
    """Return what everybody may read."""
    return Topic.objects.filter(state__in=PUBLIC).select_related("body", "province", "commune", "author")


def find(wanted: Wanted) -> QuerySet[Topic]:
    """Return the public topics that fit, those published last on top. Words are found with or without marks."""
    rows = public()
    for word in fold(wanted.words).split()[:8]:
        rows = rows.filter(search_text__contains=word)
    exact = {"voice": wanted.voice, "state": wanted.state, "body": wanted.body, "province": wanted.province}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    replies = Count("replies", filter=Q(replies__state=TextState.SHOWN))
    order = ("-support_count",) if wanted.by_support else ()
    return rows.annotate(reply_count=replies).order_by(*order, "-published_at", "-pk")


def with_everything(rows: QuerySet[Topic]) -> QuerySet[Topic]:
    """Return topics with what their page shows."""
    return rows.select_related("body", "province", "commune", "author", "seller")


def shown_replies(topic: Topic) -> dict[str, list[Reply]]:
    """Return what everybody may read below a topic, by kind, oldest first."""
    rows = topic.replies.filter(state=TextState.SHOWN).select_related("author", "body")
    found: dict[str, list[Reply]] = {kind: [] for kind in ReplyKind.values}
    for row in rows:
        found[row.kind].append(row)
    return found


def shown_version(topic: Topic) -> TopicVersion | None:
    """Return the version everybody reads, with its pictures."""
    return topic.versions.filter(state=TextState.SHOWN).prefetch_related("pictures").first()


def earlier_versions(topic: Topic) -> QuerySet[TopicVersion]:
    """Return versions that were read before the present one; those no moderator approved are not among them."""
    return topic.versions.filter(state=TextState.REPLACED, decided_at__isnull=False).order_by("-number")


def visible_picture(user: AnyUser, reach: Reach, pk: int) -> TopicPicture | None:
    """Return a picture this person may see: of a shown version everybody, of others author and desk."""
    row = TopicPicture.objects.filter(pk=pk).select_related("version__topic").first()
    if row is None:
        return None
    topic = row.version.topic
    if row.version.state == TextState.SHOWN and topic.is_public:
        return row
    is_author = user.is_authenticated and topic.author_id == user.pk
    return row if is_author or desk(reach).filter(pk=topic.pk).exists() else None


def of_author(user: AnyUser) -> QuerySet[Topic]:
    """Return somebody's own topics in every state, newest first."""
    return Topic.objects.filter(author=user.pk).select_related("body", "province").order_by("-created_at", "-pk")


def bodies_for(province_id: str | None = None) -> QuerySet[Body]:
    """Return the bodies that take topics, of one province and of the whole market, or all."""
    rows = Body.objects.filter(is_active=True).select_related("province")
    return rows.filter(Q(province=None) | Q(province=province_id)) if province_id else rows


def answerers(body: Body) -> list[User]:
    """Return everybody who may answer for a body."""
    speaks = Q(forum_bodies__body=body)
    if body.seller_id:
        speaks |= Q(grants__seller=body.seller_id, grants__role__in=LISTING_ROLES)
    return list(User.objects.filter(speaks, is_active=True).distinct().order_by("pk"))


def bodies_of(user: AnyUser) -> QuerySet[Body]:
    """Return the bodies somebody may answer for."""
    if not user.is_authenticated or not user.is_active:
        return Body.objects.none()
    own = Q(members__user=user.pk) | Q(seller__in=seller_ids(user, LISTING_ROLES))
    return Body.objects.filter(own).distinct()


def may_answer(user: AnyUser, body: Body) -> bool:
    return bodies_of(user).filter(pk=body.pk).exists()


def to_answer(user: AnyUser) -> QuerySet[Topic]:
    """Return the public topics addressed to, or naming, the bodies of this person: what is late first."""
    mine = list(bodies_of(user).values_list("pk", flat=True))
    asked = Q(body__in=mine, state__in=(*DUE, TopicState.ANSWERED, TopicState.CLOSED))
    rows = public().filter(asked | Q(parties__body__in=mine)).distinct()
    rank = Case(
        When(state=TopicState.OVERDUE, then=Value(0)),
        When(state=TopicState.AWAITING, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", F("due_on").asc(nulls_last=True), "-pk")


def waiting_for(user: AnyUser) -> int:
    """Return how many topics wait for an answer of this person's bodies."""
    return Topic.objects.filter(body__in=bodies_of(user).values("pk"), state__in=DUE).count()


def waiting_for_seller(seller_id: int) -> int:
    """Return how many topics wait for a shop's answer."""
    return Topic.objects.filter(body__seller=seller_id, state__in=DUE).count()


def of_seller(seller_id: int) -> QuerySet[Topic]:
    """Return the public topics addressed to a shop, naming it, or written in its name; newest first."""
    mine = Q(body__seller=seller_id) | Q(parties__body__seller=seller_id) | Q(seller=seller_id)
    return public().filter(mine).distinct().order_by("-published_at", "-pk")


def desk_provinces(reach: Reach) -> list[str] | None:
    """Return the provinces whose forum this person keeps, as member of a committee or moderator; None: every one."""
    found: list[str] = []
    for role in DESK_ROLES:
        codes = reach.provinces(role)
        if codes is None:
            return None
        found += codes
    return found


def kept(reach: Reach, *, province: str, commune: str) -> Q:
    """Return what limits rows to the provinces whose forum this person keeps, and to communes granted alone.

    province, commune: the fields that lead to them.
    """
    codes = desk_provinces(reach)
    if codes is None:
        return Q()
    return Q(**{f"{province}__in": codes}) | Q(**{f"{commune}__in": reach.communes(Role.COMMITTEE)})


def desk(reach: Reach) -> QuerySet[Topic]:
    """Return the topics of this person's provinces; a commune's committee keeps those addressed to its own bodies."""
    rows = Topic.objects.select_related("body", "province", "commune", "author", "seller")
    return rows.filter(kept(reach, province="province", commune="body__commune"))


def waiting_versions(reach: Reach) -> QuerySet[TopicVersion]:
    """Return versions no moderator has read, the oldest first."""
    rows = TopicVersion.objects.filter(topic__in=desk(reach).values("pk"), state=TextState.WAITING)
    pictures = Prefetch("pictures", TopicPicture.objects.order_by("pk"))
    return (
        rows.select_related("topic__body", "topic__author", "topic__province")
        .prefetch_related(pictures)
        .order_by("written_at", "pk")
    )


def waiting_replies(reach: Reach) -> QuerySet[Reply]:
    """Return replies no moderator has read, the oldest first."""
    rows = Reply.objects.filter(topic__in=desk(reach).values("pk"), state=TextState.WAITING)
    return rows.select_related("topic", "author", "body").order_by("written_at", "pk")


def desk_replies(reach: Reach) -> QuerySet[Reply]:
    """Return every reply below the topics of the provinces whose forum this person keeps."""
    return Reply.objects.filter(topic__in=desk(reach).values("pk")).select_related("topic", "author", "body")


def waiting(reach: Reach) -> int:
    """Return how many texts wait for this moderator."""
    questions = desk_questions(reach).filter(state=TextState.WAITING).count()
    return waiting_versions(reach).count() + waiting_replies(reach).count() + questions


def desk_bodies(reach: Reach) -> QuerySet[Body]:
    """Return the bodies this member of a committee keeps; those of the whole market only who keeps every province."""
    rows = Body.objects.select_related("province", "commune", "seller")
    rows = reach.within(rows, Role.COMMITTEE, commune_field="commune")
    return rows.annotate(
        member_count=Count("members", distinct=True),
        due_count=Count("topics", filter=Q(topics__state__in=DUE), distinct=True),
    )


def shared_words() -> QuerySet[WatchedWord]:
    """Return the words that are watched in the whole market."""
    return WatchedWord.objects.filter(province=None)


def desk_words(reach: Reach) -> QuerySet[WatchedWord]:
    """Return the watched words this person may change."""
    codes = desk_provinces(reach)
    rows = WatchedWord.objects.select_related("province")
    return rows if codes is None else rows.filter(province__in=codes)


@dataclass(frozen=True)
class HeldBack:
    """Supports of a topic that do not count for one reason."""

    flag: str
    label: str
    count: int


def held_back(topic: Topic) -> list[HeldBack]:
    """Return the supports that wait for a person, by reason."""
    rows = topic.supports.filter(cleared_at=None).exclude(flag="").values("flag").annotate(count=Count("pk"))
    return [HeldBack(row["flag"], str(Flag(row["flag"]).label), row["count"]) for row in rows.order_by("flag")]


def support_of(user: AnyUser, topic: Topic) -> Support | None:
    return Support.objects.filter(topic=topic, user=user.pk).first() if user.is_authenticated else None


def follows(user: AnyUser, topic: Topic) -> bool:
    return user.is_authenticated and topic.subscriptions.filter(user=user.pk).exists()


def is_escalated(topic: Topic) -> bool:
    """Return whether the committee was told that the present asking is late."""
    return Reminder.objects.filter(
        asking__topic=topic, asking__answered_at=None, asking__ended_at=None, step=Step.ESCALATED
    ).exists()


def reminders(topic: Topic) -> QuerySet[Reminder]:
    """Return the reminders of a topic, oldest first."""
    return Reminder.objects.filter(asking__topic=topic).select_related("asking__body")


def dialogues() -> QuerySet[Dialogue]:
    """Return the sessions everybody may see: all but drafts."""
    rows = Dialogue.objects.exclude(state=DialogueState.DRAFT)
    return rows.select_related("province", "commune").prefetch_related("hosts")


def dialogues_ahead() -> QuerySet[Dialogue]:
    """Return sessions that run or are to come, soonest first."""
    return dialogues().filter(state=DialogueState.PUBLISHED, ended_at=None).order_by("starts_at", "pk")


def dialogues_over() -> QuerySet[Dialogue]:
    """Return sessions that ended or were cancelled, newest first."""
    is_over = Q(state=DialogueState.CANCELLED) | Q(ended_at__isnull=False)
    return dialogues().filter(is_over).order_by("-starts_at", "-pk")


def desk_dialogues(reach: Reach) -> QuerySet[Dialogue]:
    """Return the sessions of the provinces whose forum this person keeps, drafts too."""
    rows = Dialogue.objects.select_related("province", "commune")
    rows = rows.filter(kept(reach, province="province", commune="commune"))
    return rows.annotate(
        waiting=Count("questions", filter=Q(questions__state=TextState.WAITING)),
        shown=Count("questions", filter=Q(questions__state=TextState.SHOWN)),
    )


def ranked(dialogue: Dialogue) -> QuerySet[Question]:
    """Return the questions everybody reads, those supported most first."""
    rows = dialogue.questions.filter(state=TextState.SHOWN)
    return rows.select_related("author", "answered_for").order_by("-support_count", "written_at", "pk")


def supported_by(user: AnyUser, dialogue: Dialogue) -> set[int]:
    """Return the questions of a session that somebody supports."""
    if not user.is_authenticated:
        return set()
    rows = QuestionSupport.objects.filter(user=user.pk, question__dialogue=dialogue)
    return set(rows.values_list("question_id", flat=True))


def desk_questions(reach: Reach) -> QuerySet[Question]:
    """Return every question for the sessions of this desk, with how many supports are held back."""
    rows = Question.objects.filter(dialogue__in=desk_dialogues(reach).values("pk"))
    held = Count("supports", filter=~Q(supports__flag="") & Q(supports__cleared_at=None))
    return rows.select_related("dialogue", "author", "answered_for").annotate(held_back=held)
