"""Jobs on pictures of goods."""

from contextlib import suppress

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from catalogue.images.avif import make_avif, without_avif

QUEUE = "pictures"
AT_ONCE = 10  # about a tenth of a second of one core each


@app.task(queue=QUEUE, retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def make_picture_avif(*, name: str) -> None:
    """Make the AVIF renditions of one picture; safe to run twice."""
    make_avif(name=name)


def queue_avif(name: str) -> None:
    """Queue the AVIF renditions of a picture, in the transaction that shows it; once while it waits."""
    task = make_picture_avif.configure(lock=f"avif:{name}", queueing_lock=f"avif:{name}")
    with suppress(AlreadyEnqueued), transaction.atomic():  # a savepoint, so that a refusal leaves the caller's work
        task.defer(name=name)


@app.periodic(cron="* * * * *")
@app.task(queue=QUEUE, queueing_lock="avif-of-older-pictures")
def make_missing_avif(timestamp: int) -> None:
    """Every minute: a few of the pictures that were shown before this was, or whose job was lost."""
    for name in without_avif(limit=AT_ONCE):
        queue_avif(name)
