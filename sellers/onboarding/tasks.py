"""Jobs of applications."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sellers.onboarding.domain.identity import erase_due
from sellers.onboarding.domain.retention import delete_useless_papers
from sellers.onboarding.domain.verifying import verify


@app.periodic(cron="40 18 * * *")  # 01:40 in Viet Nam: the queue's clock is UTC
@app.task(queue="housekeeping", queueing_lock="delete-useless-papers")
def delete_papers(timestamp: int) -> None:
    """Delete papers of applications refused or abandoned long ago, and identities kept long enough, every night."""
    delete_useless_papers(at=timezone.now())
    erase_due(at=timezone.now())


@app.task(queue="default", retry=RetryStrategy(max_attempts=5, exponential_wait=5))
def check_identity(*, application_id: int) -> None:
    """Ask the provider of electronic verification; a failure rises so that the queue tries again."""
    verify(application_id=application_id, at=timezone.now())
