"""Questions about surveys."""

from __future__ import annotations

import datetime

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import DenseRank, Lag

from shop.accounts.enums import Role
from shop.accounts.queries import AnyUser
from shop.accounts.reach import Reach
from shop.campaign.surveys.domain.questionnaire import Kind, parse
from shop.campaign.surveys.models import (
    Burst,
    Channel,
    PersonalLink,
    Poster,
    Response,
    Standing,
    Survey,
    SurveyState,
    Version,
)

MEMBER_ORDERS = {"lau": ("-took",), "rieng": ("equal",)}  # longest first, least alike first


def public() -> QuerySet[Survey]:
    """Return what everybody may see: all but drafts."""
    return Survey.objects.exclude(state=SurveyState.DRAFT).select_related("province", "commune")


def running(at: datetime.datetime) -> QuerySet[Survey]:
    """Return surveys that take answers, those that end first on top."""
    return public().filter(state=SurveyState.PUBLISHED, opens_at__lte=at, closes_at__gt=at).order_by("closes_at", "pk")


def upcoming(at: datetime.datetime) -> QuerySet[Survey]:
    """Return published surveys that have not begun, soonest first."""
    return public().filter(state=SurveyState.PUBLISHED, opens_at__gt=at).order_by("opens_at", "pk")


def over(at: datetime.datetime) -> QuerySet[Survey]:
    """Return surveys that ended or were cancelled, newest first."""
    is_over = Q(state=SurveyState.CANCELLED) | Q(closes_at__lte=at)
    return public().filter(is_over).order_by("-closes_at", "-pk")


def desk(reach: Reach) -> QuerySet[Survey]:
    """Return the surveys of the provinces and communes this member of a committee works for."""
    rows = reach.within(Survey.objects.all(), Role.COMMITTEE, commune_field="commune")
    return rows.select_related("province", "commune").annotate(
        counted=Count("responses", filter=Q(responses__standing=Standing.COUNTED)),
        held=Count("responses", filter=Q(responses__standing=Standing.QUARANTINED, responses__decided_at=None)),
    )


def waiting(reach: Reach) -> int:
    """Return how many answers are held back until somebody looks at them."""
    rows = Response.objects.filter(standing=Standing.QUARANTINED, decided_at=None, survey__state=SurveyState.PUBLISHED)
    return reach.within(rows, Role.COMMITTEE, "survey__province", "survey__commune").count()


def interviewed(reach: Reach) -> QuerySet[Survey]:
    """Return the surveys of this interviewer's provinces that are asked by interviewers."""
    return reach.within(public().filter(by_interviewers=True), Role.SURVEYOR)


def for_interviewers(reach: Reach, at: datetime.datetime) -> QuerySet[Survey]:
    """Return those of them that run, those that end first on top."""
    return interviewed(reach) & running(at)


def interviews(survey: Survey, interviewer: AnyUser) -> dict[str, int]:
    """Return how many interviews somebody sent, and how many of them are surplus."""
    rows = Response.objects.filter(survey=survey, interviewer=interviewer.pk).exclude(standing=Standing.OPEN)
    surplus = Count("pk", filter=Q(standing=Standing.SURPLUS))
    return rows.order_by().aggregate(received=Count("pk"), surplus=surplus)


def newest(survey: Survey) -> Version | None:
    """Return the version people answer who begin now."""
    return survey.versions.order_by("number").last()


def bursts(survey: Survey) -> QuerySet[Burst]:
    """Return the bursts of a survey with how many answers each holds, undecided ones first."""
    rows = Burst.objects.filter(survey=survey).select_related("proposed_by", "decided_by")
    rows = rows.annotate(answers=Count("responses"))
    return rows.order_by(F("decided_at").asc(nulls_first=True), "-last_at", "pk")


def members(burst: Burst, *, order: str = "") -> QuerySet[Response]:
    """Return what a burst holds, with what tells its answers apart and nothing of what they say.

    took: how long the answering went on. gap: since the answer before. equal: how many of the burst say the same.
    source: a number for each network. order: a key of MEMBER_ORDERS, else by time.
    """
    sent = F("finished_at").asc()
    rows = Response.objects.filter(burst=burst).exclude(standing=Standing.WITHDRAWN).select_related("poster")
    rows = rows.defer("answers", "typed").annotate(
        took=ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField()),
        gap=ExpressionWrapper(
            F("finished_at") - Window(Lag("finished_at"), order_by=sent), output_field=DurationField()
        ),
        equal=Window(Count("pk"), partition_by=[F("pattern")]),
        source=Window(DenseRank(), order_by=F("network_hash").asc()),
    )
    return rows.order_by(*MEMBER_ORDERS.get(order, ("finished_at",)), "finished_at", "pk")


def reviewed(survey: Survey) -> dict[str, int]:
    """Return how many answers were held back: those that wait, and what two people decided about the others."""
    waits = Q(decided_at=None, standing=Standing.QUARANTINED)
    return Response.objects.filter(survey=survey, burst__isnull=False).aggregate(
        waiting=Count("pk", filter=waits),
        kept=Count("pk", filter=Q(decided_at__isnull=False, standing__in=[Standing.COUNTED, Standing.SURPLUS])),
        left_out=Count("pk", filter=Q(decided_at__isnull=False, standing=Standing.QUARANTINED)),
    )


def posters(survey: Survey) -> QuerySet[Poster]:
    """Return the posters with how many answers that count came by each."""
    counts = Count("responses", filter=Q(responses__standing=Standing.COUNTED))
    return Poster.objects.filter(survey=survey).annotate(answers=counts).order_by("pk")


def links_used(survey: Survey) -> tuple[int, int]:
    """Return (used, made) personal links."""
    rows = PersonalLink.objects.filter(survey=survey)
    return rows.filter(response__isnull=False).count(), rows.count()


def figures(survey: Survey) -> dict[str, list[tuple[str, int]]]:
    """Return how many answers there are of each standing and, of those that count, by each channel."""
    rows = Response.objects.filter(survey=survey).order_by()
    by_standing = dict(rows.values_list("standing").annotate(Count("pk")))
    by_channel = dict(rows.filter(standing=Standing.COUNTED).values_list("channel").annotate(Count("pk")))
    return {
        "standings": [(str(one.label), by_standing[one]) for one in Standing if one in by_standing],
        "channels": [(str(one.label), by_channel[one]) for one in Channel if one in by_channel],
    }


def texts(survey: Survey, *, most: int = 200) -> list[tuple[str, list[str]]]:
    """Return what was written freely, by question, in an order that tells neither time nor person."""
    version = newest(survey)
    if version is None:
        return []
    rows = Response.objects.filter(survey=survey, standing=Standing.COUNTED).order_by("pk")  # keys are random
    answers = list(rows.values_list("answers", flat=True))
    found = []
    for question in parse(version.body).questions():
        if question.kind == Kind.TEXT:
            written = [str(one[question.key]) for one in answers if question.key in one]
            found.append((question.title, written[:most]))
    return [(title, written) for title, written in found if written]
