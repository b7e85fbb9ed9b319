"""Jobs of returns."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.aftersales.returns.domain.overdue import act_on_overdue, sound_alarms
from shop.aftersales.returns.domain.paying_back import follow_refunds


@app.periodic(cron="*/5 * * * *")
@app.task(queue="money", queueing_lock="follow-returns")
def follow_returns(timestamp: int) -> None:
    """End requests whose money has left, and do what time has decided, every five minutes."""
    now = timezone.now()
    follow_refunds(at=now)
    act_on_overdue(at=now)


@app.periodic(cron="40 8 * * *")
@app.task(queue="messages", queueing_lock="return-alarms")
def ring_return_alarms(timestamp: int) -> None:
    """Remind administrators each morning of money that has to be back soon."""
    sound_alarms(at=timezone.now())
