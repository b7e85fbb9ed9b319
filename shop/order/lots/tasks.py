"""Jobs of recalls."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from shop.order.lots.domain.recalling import tell_everybody


@app.task(queue="messages", retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def tell_about_recall(*, recall_id: int) -> None:
    """Tell everybody who got a recalled lot; safe to run twice."""
    tell_everybody(recall_id=recall_id, at=timezone.now())
