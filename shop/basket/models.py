"""Baskets: Oscar's models as they are; what a market needs of them is in queries and domain."""

from oscar.apps.basket.models import *  # noqa: F403
