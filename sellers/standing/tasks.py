"""Jobs of standing."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sellers.standing.domain.measures import execute_due


@app.periodic(cron="*/10 * * * *")
@app.task(queue="housekeeping", queueing_lock="execute-due-measures")
def execute_measures(timestamp: int) -> None:
    """Suspend and close sellers whose notice period is over."""
    execute_due(at=timezone.now())
