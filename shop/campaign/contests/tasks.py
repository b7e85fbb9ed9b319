"""Jobs of contests."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.campaign.contests.domain.phone_codes import forget_old
from shop.campaign.contests.domain.sealing import seal_due


@app.periodic(cron="* * * * *")
@app.task(queue="contests", queueing_lock="seal-ballots")
def seal_ballots(timestamp: int) -> None:
    """Seal what waits and close what is over, every minute."""
    seal_due(at=timezone.now())


@app.periodic(cron="35 * * * *")
@app.task(queue="contests", queueing_lock="forget-vote-codes")
def forget_codes(timestamp: int) -> None:
    """Delete codes and sums out of date, every hour."""
    forget_old(at=timezone.now())
