"""What is told to people. Oscar's own message models stand behind ours because order and customer point at them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How a message travels."""

    SMS = "sms", _("tin nhắn SMS")
    ZALO = "zalo", _("Zalo")
    EMAIL = "email", _("thư điện tử")
    PUSH = "push", _("thông báo trên máy")
    VOICE = "voice", _("gọi điện đọc")


class Message(models.Model):
    """One message to one person by one channel: written in the transaction it tells about, sent by a job, each key
    once. `failed_at`: given up; a person in the back office may try again.
    """

    key = models.CharField(max_length=160, unique=True, help_text="order-placed:CP-26-000123:buyer")
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.SMS)
    recipient = models.CharField(max_length=254, db_index=True, help_text=_("số E.164, thư điện tử, hoặc số máy"))
    template = models.CharField(max_length=60)
    body = models.TextField()
    reference = models.CharField(_("số đơn"), max_length=40, blank=True)
    link = models.CharField(max_length=300, blank=True)
    is_secret = models.BooleanField(default=False, help_text=_("có mã: chỉ hiện trên trang minh họa"))
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    due_at = models.DateTimeField(null=True, blank=True, help_text=_("hoãn qua giờ yên tĩnh"))
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["created_at"], condition=Q(sent_at=None), name="message_unsent")]

    def __str__(self) -> str:
        return self.key


class ContactPreference(models.Model):
    """How one person wants to be told; without a row by the market's usual channel alone."""

    phone = models.CharField(max_length=16, unique=True)
    channel = models.CharField(
        max_length=10,
        choices=[(Channel.SMS, Channel.SMS.label), (Channel.ZALO, Channel.ZALO.label)],
        default=Channel.SMS,
    )
    email = models.EmailField(_("gửi thêm tới thư điện tử"), blank=True)

    def __str__(self) -> str:
        return f"•••{self.phone[-3:]}: {self.channel}"


class PushDevice(models.Model):
    """A browser that asked to be told. topic: "phone:+84…" of an account, or "order:CP-…" of one order."""

    topic = models.CharField(max_length=60, db_index=True)
    endpoint = models.URLField(max_length=500)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "endpoint"], name="push_device_once_per_topic")]

    def __str__(self) -> str:
        return f"{self.pk}"


class ProviderToken(models.Model):
    """Tokens that a provider renews; both sealed with a key derived from SECRET_KEY."""

    provider = models.CharField(max_length=20, unique=True)
    access_sealed = models.TextField(blank=True)
    refresh_sealed = models.TextField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.provider


from oscar.apps.communication.models import *  # noqa: E402, F403  own classes first, Oscar's after
