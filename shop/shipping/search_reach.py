"""Tells the search which communes can be reached by a run that is open for orders."""

from django.utils import timezone

from catalogue.search import reach
from shop.shipping.enums import RunState
from shop.shipping.models import RunStop


def is_reached(commune_codes: tuple[str, ...]) -> bool:
    """Whether a run before its cut-off stops at an open point in one of the communes."""
    now = timezone.now()
    return (
        RunStop.objects.going()
        .filter(
            run__state=RunState.OPEN,
            run__opens_at__lte=now,
            run__cut_off_at__gt=now,
            point__is_active=True,
            point__commune__in=commune_codes,
        )
        .exists()
    )


def contribute() -> None:
    """Register with the search; called once when the app is ready."""
    reach.register(is_reached)
