"""Jobs of changes."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.fulfilment.amendments.domain.answering import end_overdue


@app.periodic(cron="*/5 * * * *")
@app.task(queue="orders", queueing_lock="end-amendments")
def end_overdue_amendments(timestamp: int) -> None:
    """Reduce the orders whose buyers did not answer a change in time, every five minutes."""
    end_overdue(at=timezone.now())
