"""Pick-up points, delivery runs and the room on them. Own classes first, Oscar's after."""

from shop.shipping.models.asking import PointApplication, PointApplicationState, RunWatch
from shop.shipping.models.hours import OpeningSpan
from shop.shipping.models.points import PickUpPoint
from shop.shipping.models.rates import HomeDeliveryRate, LeadTime
from shop.shipping.models.runs import Run, RunSlot, RunStop
from shop.shipping.models.templates import Holiday, RunTemplate, RunTemplateStop

__all__ = [
    "Holiday",
    "HomeDeliveryRate",
    "LeadTime",
    "OpeningSpan",
    "PickUpPoint",
    "PointApplication",
    "PointApplicationState",
    "Run",
    "RunSlot",
    "RunStop",
    "RunTemplate",
    "RunTemplateStop",
    "RunWatch",
]

from oscar.apps.shipping.models import *  # noqa: F403
