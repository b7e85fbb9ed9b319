"""Messages that went out, wait or were given up, within an administrator's reach."""

from __future__ import annotations

from django.db.models import QuerySet

from shop.accounts.enums import Role
from shop.accounts.reach import Reach
from shop.communication.models import Message
from shop.order.models import Order


def messages_within(reach: Reach) -> QuerySet[Message]:
    """Return all messages to who answers for the whole market; to others those about orders of their provinces."""
    provinces = reach.provinces(Role.ADMINISTRATOR)
    if provinces is None:
        return Message.objects.all()
    orders = Order.objects.filter(commune__province__in=provinces)
    return Message.objects.filter(reference__in=orders.values("number"))


def failed_messages(reach: Reach) -> int:
    """Return how many messages were given up and not yet sent again."""
    return messages_within(reach).filter(sent_at=None).exclude(failed_at=None).count()
