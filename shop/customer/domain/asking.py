"""A buyer asks the seller of a good."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import transaction

from catalogue.models import Product
from catalogue.reviews.answers.domain import writing
from catalogue.reviews.answers.models import Question
from sellers.models import Partner
from sellers.staff import tell_staff
from shop.accounts.models import User


@transaction.atomic
def ask(*, product: Product, author: User, body: str, at: datetime.datetime) -> Question:
    """Write the question and tell the seller's staff. Raises catalogue.reviews.answers.domain.writing.NotWritable."""
    question = writing.ask(product=product, author=author, body=body, at=at)
    seller = Partner.objects.filter(stockrecords__product=product).first()
    if seller is not None:
        link = f"{settings.SITE_URL}/kenh-nguoi-ban/hoi-dap/"
        context = {"product": product, "question": question, "link": link}
        tell_staff(seller=seller, key=f"question-asked:{question.pk}", template="question_asked", context=context)
    return question
