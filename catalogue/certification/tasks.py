"""Nightly work on certificates."""

from __future__ import annotations

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from catalogue.certification.stars import lapsed, refresh_stars

logger = logging.getLogger(__name__)
BATCH = 500


@app.periodic(cron="10 17 * * *")  # 00:10 in Viet Nam: the queue's clock is UTC
@app.task(queue="certification", queueing_lock="hide_lapsed_stars", pass_context=False)
def hide_lapsed_stars(timestamp: int) -> None:
    """Take the stars off goods whose OCOP certificate ended; safe to run again."""
    today = timezone.localdate()
    ids = list(lapsed(today=today).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        refresh_stars(ids[start : start + BATCH], today=today)
    logger.info("certification: %d goods lost their stars", len(ids))
