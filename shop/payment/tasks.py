"""Jobs of payment: refunds, closing attempts, asking providers about attempts nobody told us of."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from shop.payment.domain.looking import attempts_to_look_at, look
from shop.payment.domain.sending import due_refunds, send
from shop.payment.models import Payment
from shop.payment.providers import provider
from shop.payment.providers.base import is_prepaid


@app.task(queue="money", retry=5)
def send_refund(refund_id: int) -> None:
    """Give one refund back."""
    send(refund_id=refund_id, at=timezone.now())


@app.task(queue="money", retry=5)
def close_attempt(payment_id: int) -> None:
    """Tell the provider that an attempt is over."""
    payment = Payment.objects.select_related("order").get(pk=payment_id)
    way = provider(payment.provider)
    if is_prepaid(way) and not payment.is_live:
        way.close(payment=payment)


@app.periodic(cron="*/5 * * * *")
@app.task(queue="money", queueing_lock="look-after-money")
def look_after_money(timestamp: int) -> None:
    """Try waiting refunds again, and ask about attempts whose notification may be lost."""
    now = timezone.now()
    for refund_id in due_refunds(at=now):
        send(refund_id=refund_id, at=now)
    for payment in attempts_to_look_at(at=now):
        look(payment=payment, at=now)
