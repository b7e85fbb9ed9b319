"""Questions and replies as everybody, sellers and moderators read them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from catalogue.models import Product
from catalogue.reviews.answers.models import Question, TextState
from catalogue.reviews.models import ProductReview


def shown_questions(product: Product) -> QuerySet[Question]:
    """Return the questions about a good that everybody may read, with the reply, which may wait."""
    return Question.objects.filter(product=product, state=TextState.SHOWN).select_related("reply")


def questions_about(products: Iterable[int] | QuerySet[Product]) -> QuerySet[Question]:
    """Return every question about some goods that was not hidden, oldest first."""
    found = Question.objects.filter(product__in=products).exclude(state=TextState.HIDDEN)
    return found.select_related("product", "reply", "author").order_by("created_at", "pk")


def unanswered(products: Iterable[int] | QuerySet[Product]) -> QuerySet[Question]:
    """Return the questions about some goods that nobody answered, oldest first."""
    return questions_about(products).filter(reply=None)


def reviews_of(products: Iterable[int] | QuerySet[Product]) -> QuerySet[ProductReview]:
    """Return the shown reviews of some goods with the seller's reply, newest first."""
    found = ProductReview.objects.filter(product__in=products, status=ProductReview.APPROVED)
    return found.select_related("product", "user", "reply").order_by("-date_created", "-pk")
