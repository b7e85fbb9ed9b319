"""What is told to people. Oscar's own message models stand behind ours because order and customer point at them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a message travels. Only those of the configured provider are used."""

    SMS = "sms", _("tin nhắn SMS")
    EMAIL = "email", _("thư điện tử")


class Message(models.Model):
    """One message to one person: written in the transaction it tells about, sent by a job, each key once."""

    key = models.CharField(max_length=160, unique=True, help_text="order-placed:CP-26-000123:buyer")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.SMS)
    recipient = models.CharField(max_length=254, db_index=True)
    template = models.CharField(max_length=60)
    body = models.TextField()
    is_secret = models.BooleanField(default=False, help_text=_("có mã: chỉ hiện trên trang minh họa"))
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.key


from oscar.apps.communication.models import *  # noqa: E402, F403  own classes first, Oscar's after
