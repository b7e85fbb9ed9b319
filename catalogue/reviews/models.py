"""Reviews of goods. Own class first, Oscar's after."""

from __future__ import annotations

from typing import Any

from django.db import models
from oscar.apps.catalogue.reviews.abstract_models import AbstractProductReview


class ProductReview(AbstractProductReview):
    """A buyer's word about a good; domain/moderating.py decides whether it is shown and keeps the card's score."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Oscar's save writes the whole product back as it was read, over any stock or price that changed meanwhile.
        models.Model.save(self, *args, **kwargs)


from oscar.apps.catalogue.reviews.models import *  # noqa: E402, F403
