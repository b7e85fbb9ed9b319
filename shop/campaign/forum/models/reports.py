"""Readers say that a text should not stand; a moderator decides whether it does."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

REASON_LENGTH = 300


class Verdict(models.TextChoices):
    """What a moderator decided about a reported text."""

    STANDS = "stands", _("để nguyên")
    HIDDEN = "hidden", _("đã gỡ")


class Report(models.Model):
    """One reader's report of one text: a version of a topic, a reply or official answer, or a question of a session.

    reporter: an account; without one network: a keyed hash that differs from day to day.
    reason: the reader's, may be empty; why: the moderator's.
    """

    version = models.ForeignKey(
        "forum.TopicVersion", null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    reply = models.ForeignKey("forum.Reply", null=True, blank=True, on_delete=models.CASCADE, related_name="reports")
    question = models.ForeignKey(
        "forum.Question", null=True, blank=True, on_delete=models.CASCADE, related_name="reports"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="forum_reports"
    )
    network = models.CharField(max_length=64, blank=True)
    reason = models.CharField(_("lý do"), max_length=REASON_LENGTH, blank=True)
    reported_at = models.DateTimeField()
    verdict = models.CharField(max_length=6, choices=Verdict.choices, blank=True)
    why = models.CharField(_("vì sao"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["reported_at", "pk"]
        indexes = [
            models.Index(fields=["reporter", "reported_at"]),
            models.Index(
                fields=["reported_at", "network"], condition=Q(reporter=None), name="forum_report_by_visitors"
            ),
            models.Index(fields=["reported_at"], condition=Q(decided_at=None), name="forum_report_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["reporter", "version"], name="forum_report_version_once"),
            models.UniqueConstraint(fields=["reporter", "reply"], name="forum_report_reply_once"),
            models.UniqueConstraint(fields=["reporter", "question"], name="forum_report_question_once"),
            models.CheckConstraint(
                condition=Q(version__isnull=False, reply=None, question=None)
                | Q(version=None, reply__isnull=False, question=None)
                | Q(version=None, reply=None, question__isnull=False),
                name="forum_report_of_one_text",
            ),
            models.CheckConstraint(
                condition=Q(reporter__isnull=False, network="") | (Q(reporter=None) & ~Q(network="")),
                name="forum_report_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", decided_at=None) | (~Q(verdict="") & Q(decided_at__isnull=False)),
                name="forum_report_decided_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id or ''}/{self.reply_id or ''}/{self.question_id or ''}"
