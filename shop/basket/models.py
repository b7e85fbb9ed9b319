"""Baskets: Oscar's models as they are; what a market needs of them is in queries and domain."""

from oscar.apps.basket.models import *  # noqa: F403
from oscar.apps.basket.models import Basket, Line

__all__ = ["Basket", "Line"]
