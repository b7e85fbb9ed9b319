"""Who supports a topic and who wants to hear of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Flag(models.TextChoices):
    """Why a support is not counted until a person has looked at it."""

    NETWORK = "network", _("nhiều lượt từ một mạng trong một giờ")
    YOUNG = "young", _("nhiều tài khoản vừa mở trong một giờ")
    SPEED = "speed", _("một tài khoản ủng hộ quá nhiều chủ đề trong một giờ")


class Voice(models.Model):
    """One account's support of something. network: a keyed hash, never an address.

    flag: held back, shown to the desk with its reason, never dropped; cleared_at: a person let it count.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="forum_%(class)ss")
    network = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    flag = models.CharField(max_length=8, choices=Flag.choices, blank=True)
    cleared_at = models.DateTimeField(null=True, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.user_id} {self.given_at:%Y-%m-%d %H:%M}"


class Support(Voice):
    """Support of a topic."""

    topic = models.ForeignKey("forum.Topic", on_delete=models.CASCADE, related_name="supports")

    class Meta:
        ordering = ["given_at", "pk"]
        indexes = [models.Index(fields=["topic", "given_at"]), models.Index(fields=["user", "given_at"])]
        constraints = [models.UniqueConstraint(fields=["topic", "user"], name="forum_support_once")]


class QuestionSupport(Voice):
    """Support of a question for a live session."""

    question = models.ForeignKey("forum.Question", on_delete=models.CASCADE, related_name="supports")

    class Meta:
        ordering = ["given_at", "pk"]
        indexes = [models.Index(fields=["question", "given_at"]), models.Index(fields=["user", "given_at"])]
        constraints = [models.UniqueConstraint(fields=["question", "user"], name="forum_question_support_once")]


COUNTS = Q(flag="") | Q(cleared_at__isnull=False)


class Subscription(models.Model):
    """Somebody who is told what becomes of a topic."""

    topic = models.ForeignKey("forum.Topic", on_delete=models.CASCADE, related_name="subscriptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="forum_subscriptions")
    since = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["topic", "user"], name="forum_subscription_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.topic_id}"
