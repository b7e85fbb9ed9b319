"""The job that notices missing parcels."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.fulfilment.missing.domain.looking import raise_missing


@app.periodic(cron="*/10 * * * *")
@app.task(queue="runs", queueing_lock="missing-parcels")
def look_for_missing_parcels(timestamp: int) -> None:
    """Raise a case for each parcel that a closed leg left behind, every ten minutes."""
    raise_missing(at=timezone.now())
