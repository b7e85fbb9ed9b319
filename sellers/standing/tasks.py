"""Jobs of standing."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sellers.standing.domain.measures import execute_due
from sellers.standing.domain.reminding import remind_of_closings


@app.periodic(cron="*/10 * * * *")
@app.task(queue="housekeeping", queueing_lock="execute-due-measures")
def execute_measures(timestamp: int) -> None:
    """Suspend and close sellers whose notice period is over."""
    execute_due(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="housekeeping", queueing_lock="remind-of-closings")
def remind_administrators(timestamp: int) -> None:
    """Every ten minutes: closings an authority asked for whose deadline is near or over."""
    remind_of_closings(at=timezone.now())
