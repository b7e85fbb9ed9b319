"""Jobs of imports."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from sellers.listings.bulk.domain.resuming import discard_old, resume_silent
from sellers.listings.bulk.domain.working import work


@app.task(queue="imports", retry=RetryStrategy(max_attempts=3, exponential_wait=4))
def work_on_import(*, job_id: int) -> None:
    """Do what is left of an import; safe to run twice, and at once."""
    work(job_id=job_id, now=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(queue="housekeeping", queueing_lock="resume-imports")
def resume_imports(timestamp: int) -> None:
    """Take up imports whose worker died, every minute."""
    resume_silent(at=timezone.now())


@app.periodic(cron="10 19 * * *")  # 02:10 in Viet Nam: the queue's clock is UTC
@app.task(queue="housekeeping", queueing_lock="discard-old-imports")
def discard_old_imports(timestamp: int) -> None:
    """Throw away old imports, every night."""
    discard_old(at=timezone.now())
