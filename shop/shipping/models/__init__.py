"""Pick-up points, delivery runs and the room on them. Own classes first, Oscar's after."""

from shop.shipping.models.points import PickUpPoint
from shop.shipping.models.rates import HomeDeliveryRate, LeadTime
from shop.shipping.models.runs import Run, RunSlot, RunStop
from shop.shipping.models.templates import RunTemplate, RunTemplateStop

__all__ = [
    "HomeDeliveryRate",
    "LeadTime",
    "PickUpPoint",
    "Run",
    "RunSlot",
    "RunStop",
    "RunTemplate",
    "RunTemplateStop",
]

from oscar.apps.shipping.models import *  # noqa: F403
