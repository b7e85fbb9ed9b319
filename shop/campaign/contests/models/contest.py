"""A contest, its rules and categories."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MOST_CHOICES = 10


class ContestState(models.TextChoices):
    """What its organiser decided; whether it runs is a question of time (see Phase)."""

    DRAFT = "draft", _("bản nháp")
    PUBLISHED = "published", _("đã công bố")
    CANCELLED = "cancelled", _("đã hủy")


class Phase(models.TextChoices):
    """Where a contest stands at a moment."""

    DRAFT = "draft", _("bản nháp")
    UPCOMING = "upcoming", _("sắp mở")
    RUNNING = "running", _("đang bình chọn")
    COUNTING = "counting", _("đang kiểm phiếu")
    CLOSED = "closed", _("đã kết thúc")
    CANCELLED = "cancelled", _("đã hủy")


class Standings(models.TextChoices):
    """Whether the public sees standings while people vote."""

    LIVE = "live", _("công khai trong lúc bình chọn")
    HIDDEN = "hidden", _("giữ kín đến khi đóng")


class Contest(models.Model):
    """A vote for favourite goods, run by a province or a commune.

    counted: what the log says so far: {"ballots": int, "votes": {entry number: int}, "lines": int,
    "places": {entry number: int}}, and with a jury's marks in it "jury" and "final": {entry number: points of 100}.
    """

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("tên"), max_length=160)
    province = models.ForeignKey("regions.Province", on_delete=models.PROTECT, related_name="contests")
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organiser = models.CharField(_("đơn vị tổ chức"), max_length=160)
    rules = models.TextField(_("thể lệ"), max_length=8000)
    entries_until = models.DateTimeField(_("nhận đăng ký đến"))
    opens_at = models.DateTimeField(_("mở bình chọn"))
    closes_at = models.DateTimeField(_("đóng bình chọn"))
    choices_per_category = models.PositiveSmallIntegerField(
        _("số lựa chọn mỗi nhóm"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_CHOICES)],
    )
    may_change = models.BooleanField(_("được đổi phiếu đến khi đóng"), default=False)
    standings = models.CharField(_("bảng xếp hạng"), max_length=6, choices=Standings.choices, default=Standings.LIVE)
    takes_paper = models.BooleanField(_("nhận phiếu giấy"), default=False)
    jury_weight = models.PositiveSmallIntegerField(
        _("phần của hội đồng trong kết quả (%)"), default=0, validators=[MaxValueValidator(100)]
    )
    state = models.CharField(max_length=10, choices=ContestState.choices, default=ContestState.DRAFT, db_index=True)
    cancelled_reason = models.TextField(_("lý do hủy"), blank=True)  # before that of a proposal
    cancel_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    counted = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta:
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entries_until__lte=F("opens_at")) & Q(opens_at__lt=F("closes_at")),
                name="contest_entries_then_votes",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""), name="contest_cancelled_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("contests:contest", kwargs={"slug": self.slug})

    def phase(self, at: datetime.datetime) -> Phase:
        """Return where the contest stands at a moment."""
        if self.state != ContestState.PUBLISHED:
            return Phase(self.state)
        if self.closed_at:
            return Phase.CLOSED
        if at < self.opens_at:
            return Phase.UPCOMING
        return Phase.RUNNING if at < self.closes_at else Phase.COUNTING

    @property
    def public_weight(self) -> int:
        """The part of the votes in the result, in percent."""
        return 100 - self.jury_weight

    @property
    def sheet_url(self) -> str:
        """Where jurors mark, with the site's name."""
        return f"{settings.SITE_URL}{reverse('contests:sheet', kwargs={'slug': self.slug})}"

    @property
    def hides_standings(self) -> bool:
        return self.standings == Standings.HIDDEN


class Category(models.Model):
    """A group of entries that compete with each other. number: as the ballot log names it."""

    contest = models.ForeignKey(Contest, on_delete=models.CASCADE, related_name="categories")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("nhóm"), max_length=80)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["contest", "number"], name="contest_category_number")]

    def __str__(self) -> str:
        return self.name
