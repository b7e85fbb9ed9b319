"""Imports whose job died are taken up again."""

from __future__ import annotations

import datetime

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from sellers.listings.bulk.models import WORKING, ImportJob

SILENT = datetime.timedelta(minutes=2)
KEEP = datetime.timedelta(days=30)


def resume_silent(*, at: datetime.datetime) -> int:
    """Queue the work of imports that made no progress for two minutes; return how many. Rows are done once anyway."""
    from sellers.listings.bulk.tasks import work_on_import

    queued = 0
    for job_id in ImportJob.objects.filter(state__in=WORKING, worked_at__lt=at - SILENT).values_list("pk", flat=True):
        try:
            with transaction.atomic():
                work_on_import.configure(queueing_lock=f"import-{job_id}").defer(job_id=job_id)
        except AlreadyEnqueued:
            continue
        queued += 1
    return queued


def discard_old(*, at: datetime.datetime) -> int:
    """Throw away imports nobody touched for thirty days, with their files; return how many."""
    from sellers.listings.bulk.domain.uploading import discard

    old = list(ImportJob.objects.filter(worked_at__lt=at - KEEP).exclude(state__in=WORKING))
    for job in old:
        discard(job=job, actor=None, at=at)
    return len(old)
