"""Reviews of goods: Oscar's models as they are."""

from oscar.apps.catalogue.reviews.models import *  # noqa: F403
from oscar.apps.catalogue.reviews.models import ProductReview

__all__ = ["ProductReview"]
