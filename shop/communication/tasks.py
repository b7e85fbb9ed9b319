"""Jobs that send messages."""

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from shop.communication import reading_out
from shop.communication.delivering import MAX_ATTEMPTS, deliver
from shop.communication.models import Message


@app.task(queue="messages", retry=RetryStrategy(max_attempts=2 * MAX_ATTEMPTS, exponential_wait=4))
def send_message(*, message_id: int) -> None:
    """Send one message unless it was sent; a failure rises so that the queue tries again, later each time."""
    deliver(message_id=message_id, at=timezone.now())


@app.task(queue="messages", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def call_phone(*, message_id: int) -> None:
    """Read one message out unless it was; a failure rises so that the queue tries again."""
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        if message.sent_at:
            return
        reading_out.provider().call(phone=message.recipient, text=message.body)
        message.sent_at = timezone.now()
        message.save(update_fields=["sent_at"])
