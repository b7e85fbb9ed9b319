"""Jobs of records."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from shop.records.domain.archiving import drop_expired, make
from shop.records.domain.keeping import erase_due


@app.task(queue="imports", retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def make_archive(*, archive_id: int) -> None:
    """Write a seller's archive; safe to run twice."""
    make(archive_id=archive_id, at=timezone.now())


@app.periodic(cron="20 18 * * *")  # 01:20 in Viet Nam: the queue's clock is UTC
@app.task(queue="housekeeping", queueing_lock="erase-old-records")
def erase_old_records(timestamp: int) -> None:
    """Erase what was kept long enough, and archives whose link ended, every night."""
    now = timezone.now()
    drop_expired(at=now)
    erase_due(at=now)
