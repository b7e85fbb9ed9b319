"""Collection hubs and the people there."""

from __future__ import annotations

from shop.accounts.models import User
from shop.shipping.enums import PlaceKind
from shop.shipping.models import PickUpPoint, Run
from tests.factories.places import CommuneFactory, PointFactory
from tests.factories.road import an_operator


def a_hub(run: Run, **fields: object) -> PickUpPoint:
    """Return a hub in the province of a run."""
    return PointFactory(kind=PlaceKind.HUB, commune=CommuneFactory(province=run.province), **fields)


def hub_with_operator(run: Run) -> tuple[PickUpPoint, User]:
    """Return a hub and somebody who works there."""
    hub = a_hub(run)
    return hub, an_operator(hub, full_name="Pi Năng Thạch")
