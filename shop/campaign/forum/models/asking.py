"""Each time a body was asked: what figures are made of, whatever becomes of the topic later."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asking(models.Model):
    """A body was asked to answer a topic by a day.

    answered_at: of the first answer; ended_at: the topic was passed on, closed or taken off without one.
    """

    topic = models.ForeignKey("forum.Topic", on_delete=models.CASCADE, related_name="askings")
    body = models.ForeignKey("forum.Body", on_delete=models.PROTECT, related_name="askings")
    asked_at = models.DateTimeField(db_index=True)
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic"],
                condition=models.Q(answered_at=None, ended_at=None),
                name="forum_one_asking_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.due_on}"


class Step(models.TextChoices):
    """A step of reminding."""

    THREE_DAYS = "three_days", _("còn 3 ngày")
    ONE_DAY = "one_day", _("còn 1 ngày")
    OVERDUE = "overdue", _("quá hạn")
    ESCALATED = "escalated", _("báo lên Ban Chỉ đạo")


class Reminder(models.Model):
    """A step taken for one asking, once."""

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=10, choices=Step.choices)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["asking", "step"], name="forum_reminder_once")]

    def __str__(self) -> str:
        return f"{self.asking_id} {self.step}"
