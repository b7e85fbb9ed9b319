"""Jobs of invoice data."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.aftersales.invoices.domain.recording import catch_up
from shop.aftersales.invoices.domain.sending import send, unsent
from shop.aftersales.invoices.providers import Unavailable


@app.task(queue="money", retry=5)
def send_record(record_id: int) -> None:
    """Send one record to the invoice service."""
    send(record_id=record_id, at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="money", queueing_lock="invoice-records")
def write_invoice_records(timestamp: int) -> None:
    """Write records of what was handed over, undone and given back, and send what was lost, every ten minutes."""
    now = timezone.now()
    catch_up(at=now)
    for record_id in unsent(at=now):
        try:
            send(record_id=record_id, at=now)
        except Unavailable:
            continue
