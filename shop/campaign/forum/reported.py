"""Questions about reported texts: what one may report, what waits at a desk, what became of one's own reports."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet

from shop.accounts.models import User
from shop.accounts.reach import Reach
from shop.campaign.forum import queries
from shop.campaign.forum.domain.reporting import Field, Text
from shop.campaign.forum.enums import PUBLIC, TextState
from shop.campaign.forum.models import Dialogue, Question, Reply, Report, Topic, TopicVersion

REASONS = 5
KINDS: dict[str, Field] = {"bai": "version", "y-kien": "reply", "cau-hoi": "question"}
NAMES = {field: kind for kind, field in KINDS.items()}


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A text with its open reports. kind, pk: its address; last: key of the newest report; reasons: the newest few.

    count: people with an account; visitors: reports without one, of which few are kept.
    """

    kind: str
    pk: int
    text: Text
    count: int
    visitors: int
    first_at: datetime.datetime
    last: int
    reasons: list[str]

    @property
    def place(self) -> Topic | Dialogue:
        return self.text.dialogue if isinstance(self.text, Question) else self.text.topic


def readable() -> dict[str, QuerySet[TopicVersion] | QuerySet[Reply] | QuerySet[Question]]:
    """Return the texts everybody may read, by kind."""
    return {
        "bai": TopicVersion.objects.filter(state=TextState.SHOWN, topic__state__in=PUBLIC).select_related("topic"),
        "y-kien": Reply.objects.filter(state=TextState.SHOWN, topic__state__in=PUBLIC).select_related("topic"),
        "cau-hoi": Question.objects.filter(
            state=TextState.SHOWN, dialogue__in=queries.dialogues().values("pk")
        ).select_related("dialogue"),
    }


def own(user: User) -> QuerySet[Report]:
    """Return somebody's own reports with their texts, newest first."""
    rows = Report.objects.filter(reporter=user).select_related("version__topic", "reply__topic", "question__dialogue")
    return rows.order_by("-reported_at", "-pk")


def open_at(reach: Reach) -> QuerySet[Report]:
    """Return the undecided reports of texts that are still read, at the desk of this person."""
    topics = queries.desk(reach).filter(state__in=PUBLIC).values("pk")
    questions = queries.desk_questions(reach).filter(state=TextState.SHOWN).values("pk")
    at_desk = (
        Q(version__topic__in=topics, version__state=TextState.SHOWN)
        | Q(reply__topic__in=topics, reply__state=TextState.SHOWN)
        | Q(question__in=questions)
    )
    return Report.objects.filter(at_desk, decided_at=None)


def waiting_count(reach: Reach) -> int:
    """Return how many texts wait for a decision."""
    return open_at(reach).values("version", "reply", "question").distinct().count()


def waiting_at_desk(reach: Reach) -> int:
    """Return how many texts wait to be read, for the first time or because they were reported."""
    return queries.waiting(reach) + waiting_count(reach)


def waiting(reach: Reach, *, most: int) -> list[Reported]:
    """Return the reported texts of a desk: reported by most accounts on top, then the longest waiting."""
    rows = (
        open_at(reach)
        .values("version", "reply", "question")
        .annotate(
            count=Count("reporter"),
            visitors=Count("network", filter=~Q(network="")),
            first_at=Min("reported_at"),
            last=Max("pk"),
        )
    )
    return [_with_text(row) for row in rows.order_by("-count", "first_at")[:most]]


def text_at(reach: Reach, *, kind: str, pk: int) -> Text | None:
    """Return a reported text of this person's desk, also one decided meanwhile."""
    if kind == "cau-hoi":
        return queries.desk_questions(reach).filter(pk=pk, reports__isnull=False).first()
    model = TopicVersion if kind == "bai" else Reply
    topics = queries.desk(reach).values("pk")
    found = model.objects.filter(pk=pk, topic__in=topics, reports__isnull=False).select_related("topic").first()
    return found if isinstance(found, TopicVersion | Reply) else None


def _with_text(row: dict[str, object]) -> Reported:
    field = next(name for name in NAMES if row[name] is not None)
    reports = Report.objects.filter(**{field: row[field]}, decided_at=None)
    last = reports.select_related("version__topic", "reply__topic", "reply__body", "question__dialogue").latest("pk")
    reasons = reports.exclude(reason="").order_by("-pk").values_list("reason", flat=True)
    return Reported(
        kind=NAMES[field],
        pk=row[field],
        text=getattr(last, field),
        count=row["count"],
        visitors=row["visitors"],
        first_at=row["first_at"],
        last=row["last"],
        reasons=list(reasons[:REASONS]),
    )
