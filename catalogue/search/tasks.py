"""Jobs that keep the index in step. Triggers queue drain_search_outbox by its name; do not rename it alone."""

import logging
from datetime import timedelta

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from catalogue.models import Product
from catalogue.search import outbox, searchlog
from catalogue.search.protocol import SearchUnavailable

logger = logging.getLogger(__name__)

QUEUE = "search"
LOCK = "search-index"
DRAIN = "catalogue.search.drain_search_outbox"


@app.task(name=DRAIN, queue=QUEUE, lock=LOCK, retry=RetryStrategy(max_attempts=5, wait=2))
def drain_search_outbox() -> None:
    """Index what waits. Without an index the changes wait for `manage.py search rebuild`."""
    try:
        outbox.drain()
    except SearchUnavailable as missing:
        logger.warning("search: %d changes wait, %s", outbox.waiting(), missing)


@app.periodic(cron="* * * * *")
@app.task(queue=QUEUE, lock=LOCK, queueing_lock="search-sweep")
def sweep_search_outbox(timestamp: int) -> None:
    """Every minute: what a failed job left behind."""
    drain_search_outbox()


@app.periodic(cron="5 * * * *")
@app.task(queue=QUEUE, queueing_lock="search-lapsed")
def touch_lapsed_stars(timestamp: int) -> None:
    """Every hour: goods whose certificate ran out yesterday lose their stars in the index."""
    yesterday = timezone.localdate() - timedelta(days=1)
    outbox.touch(Product.objects.filter(stars_until=yesterday).values_list("pk", flat=True))


@app.periodic(cron="25 3 * * *")
@app.task(queue=QUEUE, queueing_lock="search-log")
def forget_old_searches(timestamp: int) -> None:
    """Every night: counts of searches older than 90 days."""
    searchlog.forget_old(today=timezone.localdate())
