"""A survey (one round of it) and its frozen versions."""

from __future__ import annotations

import datetime

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

AGES = [18, 30, 45, 60]


def default_ages() -> list[int]:
    """Return the lower bounds of the age groups a new survey begins with."""
    return list(AGES)


class SurveyState(models.TextChoices):
    """What its organiser decided; whether it runs is a question of time (see Phase)."""

    DRAFT = "draft", _("bản nháp")
    PUBLISHED = "published", _("đã công bố")
    CANCELLED = "cancelled", _("đã hủy")


class Phase(models.TextChoices):
    """Where a survey stands at a moment."""

    DRAFT = "draft", _("bản nháp")
    UPCOMING = "upcoming", _("sắp mở")
    RUNNING = "running", _("đang khảo sát")
    CLOSED = "closed", _("đã kết thúc")
    CANCELLED = "cancelled", _("đã hủy")


class Access(models.TextChoices):
    """Who may answer online, and how often."""

    OPEN = "open", _("ai có đường dẫn cũng trả lời được")
    PHONE = "phone", _("mỗi số điện thoại một lần, có mã xác nhận")
    LINK = "link", _("chỉ người có đường dẫn riêng, mỗi đường dẫn một lần")


class Survey(models.Model):
    """One round of a survey, run by a province or a commune.

    draft: the questionnaire being written (shape: domain/questionnaire.py). age_bounds: years where age groups begin.
    min_cell: counts below it are not shown. min_seconds, per_network_hour: what is quicker or more is quarantined.
    """

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("tên"), max_length=160)
    intro = models.TextField(_("lời mời"), max_length=2000)
    organiser = models.CharField(_("đơn vị tổ chức"), max_length=160)
    province = models.ForeignKey("regions.Province", on_delete=models.PROTECT, related_name="surveys")
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    consent = models.TextField(_("nội dung xin đồng ý"), max_length=4000)
    opens_at = models.DateTimeField(_("mở"))
    closes_at = models.DateTimeField(_("đóng"))
    access = models.CharField(_("ai trả lời"), max_length=5, choices=Access.choices, default=Access.OPEN)
    by_interviewers = models.BooleanField(_("có điều tra viên đi hỏi"), default=False)
    age_bounds = ArrayField(models.PositiveSmallIntegerField(), default=default_ages)
    min_cell = models.PositiveSmallIntegerField(
        _("ẩn ô dưới"), default=5, validators=[MinValueValidator(3), MaxValueValidator(50)]
    )
    min_seconds = models.PositiveSmallIntegerField(_("nhanh nhất (giây)"), default=20)
    per_network_hour = models.PositiveSmallIntegerField(_("phiếu mỗi mạng mỗi giờ"), default=30)
    draft = models.JSONField(default=dict)
    earlier = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="later")
    state = models.CharField(max_length=10, choices=SurveyState.choices, default=SurveyState.DRAFT, db_index=True)
    cancelled_reason = models.TextField(_("lý do hủy"), blank=True)
    released_at = models.DateTimeField(_("công bố kết quả lúc"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="survey_opens_then_closes"),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""), name="survey_cancelled_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:survey", kwargs={"slug": self.slug})

    def phase(self, at: datetime.datetime) -> Phase:
        """Return where the survey stands at a moment."""
        if self.state != SurveyState.PUBLISHED:
            return Phase(self.state)
        if at < self.opens_at:
            return Phase.UPCOMING
        return Phase.RUNNING if at < self.closes_at else Phase.CLOSED


class Version(models.Model):
    """A questionnaire as people read it, with its consent text; nobody changes it. body: domain/questionnaire.py."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    body = models.JSONField()
    intro = models.TextField()
    consent = models.TextField()
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="survey_version_number")]
        triggers = [pgtrigger.Protect(name="versions_frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.survey_id} v{self.number}"
