"""Jobs of the demo market."""

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from shop.demo.waiting import keep_waiting


@app.periodic(cron="*/10 * * * *")
@app.task(queue="housekeeping", queueing_lock="keep-demo-orders-waiting")
def keep_demo_orders_waiting(timestamp: int) -> None:
    """Keep the payment page of the demo worth looking at: its waiting orders do not run out."""
    if settings.DEMO_MARKET:
        keep_waiting(now=timezone.now())
