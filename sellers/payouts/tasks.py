"""Jobs of payouts."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sellers.payouts.domain.periods import due_period
from sellers.payouts.domain.settling import settle_period
from shop.crashing import crash_point


@app.periodic(cron="20 3 * * *")
@app.task(queue="money", queueing_lock="settle-periods")
def settle_due_periods(timestamp: int) -> None:
    """Settle every period that is over, each night."""
    now = timezone.now()
    while days := due_period(today=timezone.localdate(now)):
        settle_period(days=days, at=now)
        crash_point("settlement.committed")
