"""A live session: questions collected and ranked beforehand, answers recorded, minutes afterwards."""

from __future__ import annotations

import datetime
from hashlib import blake2b

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shop.campaign.forum.enums import TextState

QUESTION_LENGTH = 600


class DialogueState(models.TextChoices):
    """What its organiser decided."""

    DRAFT = "draft", _("bản nháp")
    PUBLISHED = "published", _("đã công bố")
    CANCELLED = "cancelled", _("đã hủy")


class Phase(models.TextChoices):
    """Where a session stands at a moment."""

    DRAFT = "draft", _("bản nháp")
    UPCOMING = "upcoming", _("sắp nhận câu hỏi")
    COLLECTING = "collecting", _("đang nhận câu hỏi")
    READY = "ready", _("đã chốt câu hỏi")
    RUNNING = "running", _("đang đối thoại")
    CLOSED = "closed", _("đã kết thúc")
    CANCELLED = "cancelled", _("đã hủy")


class Dialogue(models.Model):
    """A session of a province or a commune. started_at, ended_at: as its organiser says during the session."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("tên"), max_length=160)
    intro = models.TextField(_("giới thiệu"), max_length=3000)
    province = models.ForeignKey("regions.Province", on_delete=models.PROTECT, related_name="dialogues")
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hosts = models.ManyToManyField("forum.Body", related_name="dialogues", verbose_name=_("bên trả lời"))
    place = models.CharField(_("nơi họp"), max_length=200)
    collects_from = models.DateTimeField(_("nhận câu hỏi từ"))
    collects_until = models.DateTimeField(_("nhận câu hỏi đến"))
    starts_at = models.DateTimeField(_("bắt đầu"))
    state = models.CharField(max_length=10, choices=DialogueState.choices, default=DialogueState.DRAFT, db_index=True)
    cancelled_reason = models.CharField(_("lý do hủy"), max_length=500, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    minutes = models.TextField(_("biên bản"), max_length=20000, blank=True)
    minutes_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(collects_from__lt=F("collects_until")) & Q(collects_until__lte=F("starts_at")),
                name="forum_dialogue_collects_then_starts",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""), name="forum_dialogue_cancelled_why"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(started_at__isnull=False), name="forum_dialogue_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(minutes_at=None) | Q(ended_at__isnull=False), name="forum_dialogue_minutes_afterwards"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forum:dialogue", kwargs={"slug": self.slug})

    def phase(self, at: datetime.datetime) -> Phase:
        """Return where the session stands at a moment."""
        if self.state != DialogueState.PUBLISHED:
            return Phase(self.state)
        if self.ended_at:
            return Phase.CLOSED
        if self.started_at:
            return Phase.RUNNING
        if at < self.collects_from:
            return Phase.UPCOMING
        return Phase.COLLECTING if at < self.collects_until else Phase.READY


class Question(models.Model):
    """A question for a session; holds, masked as in TopicVersion. Ranked by support_count."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="questions")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="forum_questions"
    )
    text = models.TextField(max_length=QUESTION_LENGTH)
    state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.WAITING, db_index=True)
    holds = models.JSONField(default=list, blank=True)
    masked = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField(db_index=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    support_count = models.PositiveIntegerField(default=0)
    answer = models.TextField(_("trả lời"), max_length=5000, blank=True)
    answered_for = models.ForeignKey("forum.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-support_count", "written_at", "pk"]
        indexes = [models.Index(fields=["dialogue", "state", "-support_count"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "removed"]) | ~Q(reason=""), name="forum_question_refused_why"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | Q(answered_at__isnull=False, answered_for__isnull=False),
                name="forum_question_answered_by_a_body",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def fingerprint(self) -> str:
        """A short digest of what a moderator reads."""
        return blake2b(self.text.encode(), digest_size=8).hexdigest()
