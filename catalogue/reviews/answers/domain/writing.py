"""Buyers ask, sellers answer; whatever is written or rewritten is read by a moderator first."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catalogue.models import Product
from catalogue.reviews.answers.models import Question, Reply, TextState
from catalogue.reviews.models import ProductReview
from shop.accounts.models import User

SHORTEST = 5
LONGEST = 1000
A_DAY = 10


class NotWritable(Exception):
    """The text cannot be taken; a Vietnamese sentence says why."""


@transaction.atomic
def ask(*, product: Product, author: User, body: str, at: datetime.datetime) -> Question:
    """Ask about a good. The same question again returns the first. Raises NotWritable."""
    text = _tidy(body)
    User.objects.select_for_update(no_key=True).get(pk=author.pk)
    same = Question.objects.filter(product=product, author=author, body=text).first()
    if same:
        return same
    if Question.objects.filter(author=author, created_at__gt=at - datetime.timedelta(days=1)).count() >= A_DAY:
        raise NotWritable(_("Mỗi ngày hỏi được %(n)d câu. Mai bạn hỏi tiếp nhé.") % {"n": A_DAY})
    return Question.objects.create(product=product, author=author, body=text, created_at=at)


def answer(*, question: Question, author: User, body: str, at: datetime.datetime) -> Reply:
    """Answer a question, or rewrite the answer. Raises NotWritable."""
    return _write(Reply(question=question), author, body, at)


def reply(*, review: ProductReview, author: User, body: str, at: datetime.datetime) -> Reply:
    """Say something to a review, or rewrite it. The review itself stays as it is. Raises NotWritable."""
    return _write(Reply(review=review), author, body, at)


@transaction.atomic
def _write(new: Reply, author: User, body: str, at: datetime.datetime) -> Reply:
    text = _tidy(body)
    if new.question_id is not None:
        Question.objects.select_for_update(no_key=True).get(pk=new.question_id)
        known = Reply.objects.select_for_update().filter(question=new.question_id).first()
    else:
        ProductReview.objects.select_for_update(no_key=True).get(pk=new.review_id)
        known = Reply.objects.select_for_update().filter(review=new.review_id).first()
    if known is None:
        new.author, new.body, new.created_at = author, text, at
        new.save()
        return new
    if known.body != text:
        known.author, known.body, known.edited_at, known.state = author, text, at, TextState.WAITING
        known.save(update_fields=["author", "body", "edited_at", "state"])
    return known


def _tidy(body: str) -> str:
    text = "\n".join(line.strip() for line in body.strip().splitlines())
    if len(text) < SHORTEST:
        raise NotWritable(_("Viết dài hơn một chút, ít nhất %(n)d chữ cái.") % {"n": SHORTEST})
    if len(text) > LONGEST:
        raise NotWritable(_("Viết ngắn hơn, nhiều nhất %(n)d chữ cái.") % {"n": LONGEST})
    return text
