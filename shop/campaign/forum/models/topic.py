"""A topic, each version of its text, its pictures, and the path of its states."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shop.campaign.forum.enums import PUBLIC, TRANSITIONS, TextState, TopicState, Voice

TITLE_LENGTH = 140
TEXT_LENGTH = 5000


def private_storage() -> Storage:
    """Return the storage that has no public address: a picture is shown once its version is."""
    return storages["private"]


def random_name(instance: models.Model, filename: str) -> str:
    """Return a name that says nothing about the topic."""
    return f"forum/{uuid.uuid4().hex}.webp"


class Topic(models.Model):
    """What somebody says to a body. title, text: as everybody may read them; before that, as first written.

    due_on: the last day to answer. search_text: folded words of title, text, body and place.
    """

    slug = models.SlugField(max_length=80)
    voice = models.CharField(_("tiếng nói của"), max_length=8, choices=Voice.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="forum_topics"
    )
    organisation = models.CharField(_("doanh nghiệp, nhà phân phối"), max_length=160, blank=True)
    seller = models.ForeignKey(
        "partner.Partner", null=True, blank=True, on_delete=models.SET_NULL, related_name="forum_topics"
    )
    body = models.ForeignKey("forum.Body", on_delete=models.PROTECT, related_name="topics")
    province = models.ForeignKey("regions.Province", on_delete=models.PROTECT, related_name="forum_topics")
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("tiêu đề"), max_length=TITLE_LENGTH)
    text = models.TextField(_("nội dung"), max_length=TEXT_LENGTH)
    state = models.CharField(max_length=10, choices=TopicState.choices, default=TopicState.WAITING, db_index=True)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    search_text = models.TextField(blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    forwarded_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(_("hạn trả lời"), null=True, blank=True, db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    support_count = models.PositiveIntegerField(default=0)
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(voice="business") | ~Q(organisation=""), name="forum_business_names_itself"
            ),
            models.CheckConstraint(condition=~Q(state="rejected") | ~Q(reason=""), name="forum_rejected_with_a_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=["awaiting", "overdue", "answered"]) | Q(due_on__isnull=False),
                name="forum_asked_has_a_day",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="states",
                field="state",
                transitions=[(start.value, end.value) for start, ends in TRANSITIONS.items() for end in ends],
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("forum:topic", kwargs={"slug": self.slug, "pk": self.pk})

    @property
    def is_public(self) -> bool:
        return self.state in PUBLIC


class TopicVersion(models.Model):
    """The text as it was sent once. What readers see stays until a moderator has read the next one.

    holds: pairs [reason (enums.Hold), what was found]; masked: how many numbers of people were covered.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH)
    text = models.TextField(max_length=TEXT_LENGTH)
    state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.WAITING, db_index=True)
    holds = models.JSONField(default=list, blank=True)
    masked = models.PositiveSmallIntegerField(default=0)
    written_at = models.DateTimeField(db_index=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.CharField(_("lý do"), max_length=500, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="forum_version_number"),
            models.UniqueConstraint(fields=["topic"], condition=Q(state="waiting"), name="forum_one_version_waits"),
            models.UniqueConstraint(fields=["topic"], condition=Q(state="shown"), name="forum_one_version_shown"),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "removed"]) | ~Q(reason=""), name="forum_version_refused_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id}/{self.number}"


class TopicPicture(models.Model):
    """A checked and re-encoded picture of one version; versions may share a file."""

    version = models.ForeignKey(TopicVersion, on_delete=models.CASCADE, related_name="pictures")
    file = models.FileField(storage=private_storage, upload_to=random_name)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file.name)


class TopicEvent(models.Model):
    """One step on the path of a topic's states, as everybody reads it. The database refuses changes."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=10, choices=TopicState.choices)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.state}"
