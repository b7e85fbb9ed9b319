"""Let a review stand on the page of its good, or take it off; the card's score and count follow."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Avg, Count

from catalogue.models import Product
from catalogue.reviews.models import ProductReview


@transaction.atomic
def approve(*, review: ProductReview) -> None:
    """Show the review; doing it again changes nothing."""
    _set_status(review, ProductReview.APPROVED)


@transaction.atomic
def reject(*, review: ProductReview) -> None:
    """Hide the review without deleting it; doing it again changes nothing."""
    _set_status(review, ProductReview.REJECTED)


def _set_status(review: ProductReview, status: int) -> None:
    # The good is locked first, so that two decisions at once cannot leave an old count.
    product = Product.objects.select_for_update(no_key=True).get(pk=review.product_id)
    ProductReview.objects.filter(pk=review.pk).update(status=status)
    review.status = status
    shown = ProductReview.objects.filter(product=product, status=ProductReview.APPROVED)
    figures = shown.aggregate(count=Count("pk"), score=Avg("score"))
    Product.objects.filter(pk=product.pk).update(review_count=figures["count"], rating=figures["score"])
