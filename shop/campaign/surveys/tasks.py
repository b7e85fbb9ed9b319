"""Jobs of surveys."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.campaign.surveys.domain.forgetting import forget_old


@app.periodic(cron="50 2 * * *")
@app.task(queue="surveys", queueing_lock="forget-survey-hashes")
def forget_hashes(timestamp: int) -> None:
    """Erase hashes and unfinished answers of surveys that are over, every night."""
    forget_old(at=timezone.now())
