"""Questions and replies within a reviewer's reach."""

from __future__ import annotations

from django.db.models import QuerySet

from catalogue.reviews.answers.models import Question, Reply, TextState
from shop.accounts.enums import Role
from shop.accounts.reach import Reach

REVIEW = frozenset({Role.REVIEWER, Role.ADMINISTRATOR})
STATES = {"cho-xem": TextState.WAITING, "da-dang": TextState.SHOWN, "da-an": TextState.HIDDEN}


def questions(reach: Reach) -> QuerySet[Question]:
    """Return the questions about goods of the provinces this person reviews."""
    if not reach.roles & REVIEW:
        return Question.objects.none()
    return reach.within(Question.objects.select_related("product", "author"), Role.REVIEWER, "product__province")


def replies(reach: Reach) -> QuerySet[Reply]:
    """Return the replies about goods of the provinces this person reviews."""
    if not reach.roles & REVIEW:
        return Reply.objects.none()
    rows = Reply.objects.select_related("question__product", "review__product", "author")
    codes = reach.provinces(Role.REVIEWER)
    if codes is None:
        return rows
    return rows.filter(question__product__province__in=codes) | rows.filter(review__product__province__in=codes)


def waiting_texts(reach: Reach) -> int:
    waiting = TextState.WAITING
    return questions(reach).filter(state=waiting).count() + replies(reach).filter(state=waiting).count()
