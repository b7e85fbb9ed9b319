"""Jobs of the road."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.fulfilment.domain.freeze import freeze_due


@app.periodic(cron="* * * * *")
@app.task(queue="runs", queueing_lock="freeze-runs")
def freeze_runs(timestamp: int) -> None:
    """Freeze the runs whose cut-off has passed, every minute."""
    freeze_due(at=timezone.now())
