"""When cash is offered."""

from django.conf import settings


def within_limit(total_vnd: int) -> bool:
    """Return whether an order may be paid in cash: a point's drawer must not hold too much."""
    return total_vnd <= settings.CASH_LIMIT_VND
