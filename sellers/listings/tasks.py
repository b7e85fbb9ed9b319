"""Jobs of listings."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sellers.listings.domain.reminding import remind_of_take_downs


@app.periodic(cron="*/10 * * * *")
@app.task(queue="housekeeping", queueing_lock="remind-of-take-downs")
def remind_administrators(timestamp: int) -> None:
    """Every ten minutes: take-down requests whose deadline is near."""
    remind_of_take_downs(at=timezone.now())
