"""Jobs of applications."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sellers.onboarding.domain.retention import delete_useless_papers


@app.periodic(cron="40 18 * * *")  # 01:40 in Viet Nam: the queue's clock is UTC
@app.task(queue="housekeeping", queueing_lock="delete-useless-papers")
def delete_papers(timestamp: int) -> None:
    """Delete papers of applications refused or abandoned long ago, every night."""
    delete_useless_papers(at=timezone.now())
