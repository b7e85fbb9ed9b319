"""Jobs of listings and their stock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sellers.listings.domain.lots import write_off_expired
from sellers.listings.domain.low_stock import warn_low_stock
from sellers.listings.domain.reminding import remind_of_take_downs


@app.periodic(cron="*/10 * * * *")
@app.task(queue="housekeeping", queueing_lock="remind-of-take-downs")
def remind_administrators(timestamp: int) -> None:
    """Every ten minutes: take-down requests whose deadline is near."""
    remind_of_take_downs(at=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queue="housekeeping", queueing_lock="warn-low-stock")
def warn_of_low_stock(timestamp: int) -> None:
    """Tell sellers of goods that run out, every quarter of an hour."""
    warn_low_stock(at=timezone.now())


@app.periodic(cron="5,35 * * * *")
@app.task(queue="housekeeping", queueing_lock="write-off-expired-lots")
def write_off_expired_lots(timestamp: int) -> None:
    """Take lots that expired or were recalled out of the stock, every half an hour."""
    write_off_expired(today=timezone.localdate(), at=timezone.now())
