"""Reviews of goods that were collected, written by their buyers and passed by a moderator."""

from __future__ import annotations

import datetime

from catalogue.models import Product
from catalogue.reviews.domain.moderating import approve
from shop.customer.domain.reviewing import write_review
from shop.demo.orders import Story
from shop.demo.tables import rows


def write_reviews(*, stories: list[Story], products: dict[str, Product], now: datetime.datetime) -> None:
    """Write the reviews of data/reviews.csv; those that wait stay for the moderator."""
    buyers = {story.row["key"]: story.order.user for story in stories}
    for row in rows("reviews"):
        review = write_review(
            user=buyers[row["order"]],
            product=products[f"DEMO-{row['product']}"],
            score=int(row["score"]),
            title=row["title"],
            body=row["body"],
        )
        if row["ending"] == "approved":
            approve(review=review, by=None, at=now)
