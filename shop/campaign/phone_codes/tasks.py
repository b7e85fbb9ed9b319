"""Jobs of codes sent to phones."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.campaign.phone_codes.domain.tallies import forget_old


@app.periodic(cron="40 * * * *")
@app.task(queue="contests", queueing_lock="forget-code-sums")
def forget_sums(timestamp: int) -> None:
    """Delete sums out of date, every hour."""
    forget_old(at=timezone.now())
