"""Jobs of Stripe Connect."""

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.payment.connect.domain import reversing, transferring
from shop.payment.connect.rules import is_on
from shop.payment.providers.base import Unavailable


@app.task(queue="money", retry=5)
def send_transfer(transfer_id: int) -> None:
    """Send one transfer of an approved batch."""
    transferring.send(transfer_id=transfer_id, at=timezone.now())


@app.task(queue="money", retry=5)
def send_reversal(reversal_id: int) -> None:
    """Take one debt back from a transfer."""
    reversing.send(reversal_id=reversal_id, at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="money", queueing_lock="look-after-connect")
def look_after_connect(timestamp: int) -> None:
    """Send transfers that were lost, and take debts back from transfers of before, every ten minutes."""
    if not is_on():
        return
    now = timezone.now()
    for payout in reversing.in_debt():
        reversing.queue(payout=payout, at=now)
    for act, ids in ((_transfer, transferring.lost(at=now)), (_reversal, reversing.waiting())):
        for pk in ids:
            act(pk)


def _transfer(pk: int) -> None:
    try:
        transferring.send(transfer_id=pk, at=timezone.now())
    except Unavailable:
        return


def _reversal(pk: int) -> None:
    try:
        reversing.send(reversal_id=pk, at=timezone.now())
    except Unavailable:
        return
