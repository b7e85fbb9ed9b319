"""A buyer's word about a good that was received."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from catalogue.models import Product
from catalogue.reviews.domain.moderating import refresh_figures
from catalogue.reviews.models import ProductReview
from shop.accounts.models import User
from shop.checkout.queries import orders_of
from shop.order.enums import SellerOrderState
from shop.order.models import Line


class NotReceived(Exception):
    """Only who received the good may review it."""


def has_received(*, user: User, product: Product) -> bool:
    """Return whether a part of the user's orders with this good was handed over."""
    bought = Q(product=product) | Q(product__parent=product)  # any packing of it
    lines = Line.objects.filter(bought, quantity__gt=0, seller_order__state=SellerOrderState.DELIVERED)
    return lines.filter(order__in=orders_of(user)).exists()


@transaction.atomic
def write_review(*, user: User, product: Product, score: int, title: str, body: str) -> ProductReview:
    """Write or change one's review; it is shown once a moderator approved it. score: 1 to 5. Raises NotReceived."""
    if not has_received(user=user, product=product):
        raise NotReceived
    # The good is locked first, as a moderator does.
    Product.objects.select_for_update(no_key=True).get(pk=product.pk)
    review = ProductReview.objects.select_for_update().filter(product=product, user=user).first()
    review = review or ProductReview(product=product, user=user)
    review.score, review.title, review.body = score, title, body
    review.status = ProductReview.FOR_MODERATION
    review.save()
    refresh_figures(product.pk)
    return review
