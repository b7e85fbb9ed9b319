"""Jobs of the forum."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from shop.campaign.forum.domain.overdue import mark_overdue
from shop.campaign.forum.domain.reminding import remind
from shop.campaign.forum.domain.telling import tell_each_follower
from shop.campaign.forum.models import Topic


@app.periodic(cron="5 * * * *")
@app.task(queue="forum", queueing_lock="forum-days")
def watch_days(timestamp: int) -> None:
    """Mark topics whose day to answer has passed, and remind who must answer, every hour."""
    mark_overdue(at=timezone.now())
    remind(at=timezone.now())


@app.task(queue="forum")
def tell_followers(*, topic_id: int, event: str) -> None:
    """Tell everybody who follows a topic; run twice it tells nobody twice."""
    topic = Topic.objects.select_related("body").filter(pk=topic_id).first()
    if topic is not None and topic.is_public:
        with transaction.atomic():
            tell_each_follower(topic, event=event)
