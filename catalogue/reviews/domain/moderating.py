"""Let a review stand on the page of its good, or take it off; the card's score and count follow."""

from __future__ import annotations

import datetime
from hashlib import blake2b

from django.db import transaction
from django.db.models import Avg, Count

from catalogue.models import Product
from catalogue.reviews.models import ProductReview
from shop.accounts.models import User
from shop.audit.trail import record


class ReasonMissing(Exception):
    """Nothing a buyer wrote is hidden without a reason."""


class RewrittenMeanwhile(Exception):
    """The buyer changed the words after the moderator read them."""


class AlreadyDecided(Exception):
    """The review already stands as wanted; somebody else decided a moment before."""


def fingerprint(review: ProductReview) -> str:
    """Return a short digest of what a reader would see."""
    return blake2b(f"{review.score}\n{review.title}\n{review.body}".encode(), digest_size=8).hexdigest()


@transaction.atomic
def approve(*, review: ProductReview, by: User | None, at: datetime.datetime, seen: str | None = None) -> None:
    """Show the review. by None: the demo market; seen: fingerprint of the words that were read.

    Raises AlreadyDecided, RewrittenMeanwhile.
    """
    Product.objects.select_for_update(no_key=True).get(pk=review.product_id)
    review.refresh_from_db()
    if seen is not None and seen != fingerprint(review):
        raise RewrittenMeanwhile
    _set_status(review, ProductReview.APPROVED)
    record(actor=by, action="review.approved", subject=review, at=at)


@transaction.atomic
def reject(*, review: ProductReview, by: User | None, at: datetime.datetime, reason: str) -> None:
    """Hide the review without deleting it. Raises ReasonMissing, AlreadyDecided."""
    if not reason.strip():
        raise ReasonMissing
    _set_status(review, ProductReview.REJECTED)
    record(actor=by, action="review.rejected", subject=review, at=at, reason=reason.strip())


@transaction.atomic
def refresh_figures(product_id: int) -> None:
    """Bring count and score of a good in step with the reviews shown, for example after one was rewritten."""
    product = Product.objects.select_for_update(no_key=True).get(pk=product_id)
    shown = ProductReview.objects.filter(product=product, status=ProductReview.APPROVED)
    figures = shown.aggregate(count=Count("pk"), score=Avg("score"))
    Product.objects.filter(pk=product.pk).update(review_count=figures["count"], rating=figures["score"])


def _set_status(review: ProductReview, status: int) -> None:
    # The good is locked first, so that two decisions at once cannot leave an old count.
    Product.objects.select_for_update(no_key=True).get(pk=review.product_id)
    if not ProductReview.objects.filter(pk=review.pk).exclude(status=status).update(status=status):
        raise AlreadyDecided
    review.status = status
    refresh_figures(review.product_id)
