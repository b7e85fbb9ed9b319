"""Jobs of papers that end."""

from django.utils import timezone
from procrastinate.contrib.django import app

from sellers.expiry.domain.holding import bring_back, expire_papers, hide_goods
from sellers.expiry.domain.warning import warn_of_endings


@app.periodic(cron="20 17 * * *")  # 00:20 in Viet Nam: the queue's clock is UTC
@app.task(queue="housekeeping", queueing_lock="follow-paper-expiry")
def follow_expiry(timestamp: int) -> None:
    """Warn of what ends soon, and let what has ended take effect, every night."""
    now, today = timezone.now(), timezone.localdate()
    expire_papers(today=today, at=now)
    hide_goods(today=today, at=now)
    bring_back(today=today, at=now)
    warn_of_endings(today=today, at=now)


@app.periodic(cron="35 * * * *")
@app.task(queue="housekeeping", queueing_lock="hide-goods-without-paper")
def hide_goods_again(timestamp: int) -> None:
    """Hide goods that were published while a paper they need is missing."""
    hide_goods(today=timezone.localdate(), at=timezone.now())
