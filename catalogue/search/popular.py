"""What many people search: shown to everybody, so only when it cannot be one person's."""

import datetime

from django.core.cache import cache
from django.db.models import Count, F, Sum

from catalogue.search.models import SearchCount

AT_LEAST = 20  # searches
DAYS = 3  # on so many different days
WITHIN_DAYS = 30
KEEP_SECONDS = 600
KEY = "search-popular"


def popular(*, today: datetime.date, limit: int) -> list[str]:
    """Return what is searched most and mostly finds something, most first; read from the database every ten minutes."""
    found = cache.get(KEY)
    if found is None:
        found = _popular(today - datetime.timedelta(days=WITHIN_DAYS), limit)
        cache.set(KEY, found, KEEP_SECONDS)
    return found[:limit]


def _popular(since: datetime.date, limit: int) -> list[str]:
    sums = SearchCount.objects.filter(day__gte=since).values("query")
    sums = sums.annotate(times=Sum("searches"), without=Sum("empty"), days=Count("day"))
    known = sums.filter(times__gte=AT_LEAST, days__gte=DAYS, without__lt=F("times") / 2)
    return list(known.order_by("-times", "query").values_list("query", flat=True)[:limit])
