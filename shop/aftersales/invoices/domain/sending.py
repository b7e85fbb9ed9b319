"""Hand records over to the service, once each; the service is asked outside any transaction."""

from __future__ import annotations

import datetime

from shop.aftersales.invoices.models import InvoiceRecord
from shop.aftersales.invoices.providers import Unavailable, chosen


def send(*, record_id: int, at: datetime.datetime) -> InvoiceRecord | None:
    """Send one record; None when it was sent, or nothing is to be sent to. Raises Unavailable, for the job to retry.

    A change is sent only after what it changes. The number makes sending twice count once at the service.
    """
    provider = chosen()
    record = InvoiceRecord.objects.select_related("adjusts").get(pk=record_id)
    if provider is None or record.sent_at is not None:
        return None
    if record.adjusts is not None and record.adjusts.sent_at is None:
        raise Unavailable(f"{record.adjusts} goes first")
    external_id = provider.send(record)[:120]
    waiting = InvoiceRecord.objects.filter(pk=record_id, sent_at=None)
    waiting.update(sent_at=at, external_id=external_id, provider=provider.code)
    record.refresh_from_db()
    return record


def unsent(*, at: datetime.datetime) -> list[int]:
    """Return records that wait to be sent longer than ten minutes, for a job that looks after lost ones."""
    if chosen() is None:
        return []
    old = InvoiceRecord.objects.filter(sent_at=None, created_at__lte=at - datetime.timedelta(minutes=10))
    return list(old.order_by("pk").values_list("pk", flat=True)[:200])
