"""Jobs that keep the calendar of runs full."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.shipping.domain.watching import tell_watchers
from shop.shipping.planning import open_due, plan_weeks


@app.periodic(cron="15 2 * * *")
@app.task(queue="runs", queueing_lock="plan-runs", pass_context=False)
def plan_runs(timestamp: int) -> None:
    """Make the runs of the next four weeks from the templates, every night."""
    plan_weeks(today=timezone.localdate())


@app.periodic(cron="* * * * *")
@app.task(queue="runs", queueing_lock="open-runs", pass_context=False)
def open_runs(timestamp: int) -> None:
    """Open the runs whose time has come, every minute, and tell those who wait for one."""
    now = timezone.now()
    open_due(at=now)
    tell_watchers(at=now)
