"""Jobs of after-sales."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.aftersales.domain.confirming import remind_and_escalate
from shop.aftersales.domain.expiry import expire, overdue_orders
from shop.aftersales.domain.late_payment import orders_with_late_money, settle_late
from shop.aftersales.domain.minimum import call_off_thin_runs, warn_of_thin_runs
from shop.aftersales.domain.reminding import remind_due
from shop.aftersales.domain.uncollected import due_stops, return_uncollected


@app.periodic(cron="*/15 * * * *")
@app.task(queue="runs", queueing_lock="return-uncollected")
def return_uncollected_orders(timestamp: int) -> None:
    """Send back what nobody collected, every quarter of an hour."""
    now = timezone.now()
    for run_stop in due_stops(at=now):
        return_uncollected(run_stop=run_stop, at=now)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="orders", queueing_lock="confirm-orders")
def remind_sellers_to_confirm(timestamp: int) -> None:
    """Remind sellers of orders they did not confirm and put late ones on the telephone list, every ten minutes."""
    remind_and_escalate(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queue="money", queueing_lock="expire-unpaid")
def expire_unpaid_orders(timestamp: int) -> None:
    """End orders that were not paid in time, every minute, and decide about money that came after that."""
    now = timezone.now()
    for order_id in overdue_orders(at=now):
        expire(order_id=order_id, at=now)
    for order_id in orders_with_late_money():
        settle_late(order_id=order_id, at=now)


@app.task(queue="money", retry=5)
def settle_late_money(order_id: int) -> None:
    """Decide about late money of one order."""
    settle_late(order_id=order_id, at=timezone.now())


@app.periodic(cron="5 * * * *")
@app.task(queue="messages", queueing_lock="remind-to-collect")
def remind_to_collect(timestamp: int) -> None:
    """Remind buyers whose time to collect is nearly over, every hour."""
    remind_due(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queue="runs", queueing_lock="thin-runs")
def judge_thin_runs(timestamp: int) -> None:
    """Warn staff of runs below their minimum, and call them off at their cut-off, every minute."""
    now = timezone.now()
    warn_of_thin_runs(at=now)
    call_off_thin_runs(at=now)
