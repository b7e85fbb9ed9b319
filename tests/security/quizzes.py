"""What each tenant has of quizzes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shop.campaign.embedding import token_for
from shop.campaign.quizzes.models import Quiz, QuizState, Round
from tests.factories.quizzes import DAY, a_quiz, a_round

if TYPE_CHECKING:
    from tests.security.world import Tenant


def add_quizzes(tenant: Tenant) -> None:
    """A published quiz with a coming round and a draft one, and a draft quiz."""
    quiz = a_quiz(tenant.seller.commune, title=f"Tìm hiểu {tenant.name}")
    a_round(quiz, opened=-2 * DAY)
    a_round(quiz, opened=-9 * DAY, publish=False, tie_text=tenant.canary)
    draft = a_quiz(tenant.seller.commune, title=f"{tenant.canary} nháp", questions=0)
    Quiz.objects.filter(pk=draft.pk).update(state=QuizState.DRAFT)


def quiz_of(tenant: Tenant) -> Quiz:
    return Quiz.objects.get(title=f"Tìm hiểu {tenant.name}")


def round_of(tenant: Tenant, number: int) -> Round:
    return Round.objects.get(quiz=quiz_of(tenant), number=number)


def by_slug(tenant: Tenant) -> dict[str, Any]:
    return {"slug": quiz_of(tenant).slug}


def by_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": quiz_of(tenant).pk}


def draft_pk(tenant: Tenant) -> dict[str, Any]:
    return {"pk": Quiz.objects.get(title=f"{tenant.canary} nháp").pk}


def coming(tenant: Tenant) -> dict[str, Any]:
    return {**by_slug(tenant), "number": 1}


def coming_desk(tenant: Tenant) -> dict[str, Any]:
    return {**by_pk(tenant), "round_pk": round_of(tenant, 1).pk}


def draft_desk(tenant: Tenant) -> dict[str, Any]:
    return {**by_pk(tenant), "round_pk": round_of(tenant, 2).pk}


def question(tenant: Tenant) -> dict[str, Any]:
    return {**by_pk(tenant), "question_pk": quiz_of(tenant).questions.first().pk}


def certificate(tenant: Tenant) -> dict[str, Any]:
    return {"code": "0123456789AB"}


def embedded(tenant: Tenant) -> dict[str, Any]:
    slug = quiz_of(tenant).slug
    return {"slug": slug, "token": token_for(page=f"quiz:{slug}", origin="https://tinh.example.vn")}
