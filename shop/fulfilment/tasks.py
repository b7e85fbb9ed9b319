"""Jobs of the road."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.fulfilment.counter.domain.offline_codes import prepare, runs_without_hashes
from shop.fulfilment.counter.domain.taking import retry
from shop.fulfilment.domain.departing import tell_buyers
from shop.fulfilment.domain.freeze import freeze_due
from shop.fulfilment.models import ActOutcome
from shop.fulfilment.queries.acts import open_acts


@app.periodic(cron="* * * * *")
@app.task(queue="runs", queueing_lock="freeze-runs")
def freeze_runs(timestamp: int) -> None:
    """Freeze the runs whose cut-off has passed, every minute."""
    freeze_due(at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="runs", queueing_lock="retry-counter-acts")
def retry_counter_acts(timestamp: int) -> None:
    """Try again what devices sent before something it needs had come, and make codes ready for devices."""
    now = timezone.now()
    waiting = open_acts().filter(outcome=ActOutcome.WAITING)
    for point_id in sorted(set(waiting.order_by().values_list("device__point", flat=True))):
        retry(point_id=point_id, at=now)
    for run_id in runs_without_hashes(at=now):
        prepare(run_id)


@app.task(queue="messages")
def tell_departure(*, run_id: int) -> None:
    """Tell every buyer whose goods are on a run that it left; again tells nobody twice."""
    tell_buyers(run_id=run_id)
