"""What is said to a topic: by readers, by the body it is addressed to, and by whoever is named in it."""

from __future__ import annotations

from hashlib import blake2b

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.campaign.forum.enums import ReplyKind, TextState

REPLY_LENGTH = 4000


class Reply(models.Model):
    """One text below a topic. body: for whom an official answer or a named party speaks.

    holds, masked: as in TopicVersion. An official answer is never rewritten: a further one is added.
    """

    topic = models.ForeignKey("forum.Topic", on_delete=models.CASCADE, related_name="replies")
    kind = models.CharField(max_length=8, choices=ReplyKind.choices, default=ReplyKind.COMMENT)
    body = models.ForeignKey("forum.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="forum_replies"
    )
    text = models.TextField(max_length=REPLY_LENGTH)
    state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.WAITING, db_index=True)
    holds = models.JSONField(default=list, blank=True)
    masked = models.PositiveSmallIntegerField(default=0)
    version_number = models.PositiveSmallIntegerField(null=True, blank=True, help_text=_("bản của chủ đề được trả lời"))
    written_at = models.DateTimeField(db_index=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("lý do"), max_length=500, blank=True)

    class Meta:
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["topic", "state", "written_at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="comment", body=None) | (~Q(kind="comment") & Q(body__isnull=False)),
                name="forum_reply_speaks_for_a_body",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "removed"]) | ~Q(reason=""), name="forum_reply_refused_why"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def fingerprint(self) -> str:
        """A short digest of what a moderator reads."""
        return blake2b(self.text.encode(), digest_size=8).hexdigest()


class NamedParty(models.Model):
    """Somebody a topic speaks about, who has the right of reply."""

    topic = models.ForeignKey("forum.Topic", on_delete=models.CASCADE, related_name="parties")
    body = models.ForeignKey("forum.Body", on_delete=models.PROTECT, related_name="named_in")
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["topic", "body"], name="forum_party_once")]

    def __str__(self) -> str:
        return f"{self.body_id} in {self.topic_id}"
