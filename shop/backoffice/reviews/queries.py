"""Reviews within a reviewer's reach."""

from __future__ import annotations

from django.db.models import QuerySet

from catalogue.reviews.models import ProductReview
from shop.accounts.enums import Role
from shop.accounts.reach import Reach

STATES = {
    "cho-xem": ProductReview.FOR_MODERATION,
    "da-dang": ProductReview.APPROVED,
    "da-an": ProductReview.REJECTED,
}


def moderated_reviews(reach: Reach) -> QuerySet[ProductReview]:
    """Return the reviews of goods from the provinces this person reviews."""
    if not reach.roles & {Role.REVIEWER, Role.ADMINISTRATOR}:
        return ProductReview.objects.none()
    reviews = ProductReview.objects.filter(product__isnull=False).select_related("product", "user")
    return reach.within(reviews, Role.REVIEWER, "product__province")


def waiting_reviews(reach: Reach) -> int:
    return moderated_reviews(reach).filter(status=ProductReview.FOR_MODERATION).count()
