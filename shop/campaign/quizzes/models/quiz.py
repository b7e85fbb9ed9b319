"""A quiz and its rounds."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MOST_QUESTIONS = 50
MOST_SECONDS = 3600
MOST_PRIZES = 200


class QuizState(models.TextChoices):
    """What its organiser decided."""

    DRAFT = "draft", _("bản nháp")
    PUBLISHED = "published", _("đã công bố")
    CANCELLED = "cancelled", _("đã hủy")


class Phase(models.TextChoices):
    """Where a round stands at a moment."""

    DRAFT = "draft", _("bản nháp")
    UPCOMING = "upcoming", _("sắp mở")
    RUNNING = "running", _("đang mở")
    CLOSED = "closed", _("chờ bốc thăm")
    DRAWN = "drawn", _("đã có kết quả")
    CANCELLED = "cancelled", _("đã hủy")


class Quiz(models.Model):
    """A quiz about the campaign, run by a province or a commune."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("tên cuộc thi"), max_length=160)
    province = models.ForeignKey("regions.Province", on_delete=models.PROTECT, related_name="quizzes")
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organiser = models.CharField(_("đơn vị tổ chức"), max_length=160)
    rules = models.TextField(_("thể lệ"), max_length=8000)
    state = models.CharField(max_length=10, choices=QuizState.choices, default=QuizState.DRAFT)
    cancelled_reason = models.TextField(_("lý do hủy"), blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""), name="quiz_cancelled_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("quizzes:quiz", kwargs={"slug": self.slug})


class Round(models.Model):
    """One week: questions, a time for each person, a tie-break question, prizes.

    seconds: for all questions together. seed: secret until the drawing; seed_hash (SHA-256 of it) is published with the
    round. tie_answer: told at the drawing by its organiser, such as how many took part.
    """

    quiz = models.ForeignKey(Quiz, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("kỳ"))
    opens_at = models.DateTimeField(_("mở"))
    closes_at = models.DateTimeField(_("đóng"))
    size = models.PositiveSmallIntegerField(
        _("số câu"), default=10, validators=[MinValueValidator(1), MaxValueValidator(MOST_QUESTIONS)]
    )
    seconds = models.PositiveSmallIntegerField(
        _("thời gian làm bài (giây)"),
        default=600,
        validators=[MinValueValidator(30), MaxValueValidator(MOST_SECONDS)],
    )
    pass_right = models.PositiveSmallIntegerField(_("số câu đúng để có giấy chứng nhận"), default=8)
    tie_text = models.CharField(_("câu hỏi phụ"), max_length=300)
    tie_answer = models.PositiveIntegerField(_("đáp án câu hỏi phụ"), null=True, blank=True)
    prizes = models.PositiveSmallIntegerField(
        _("số giải"), default=3, validators=[MinValueValidator(1), MaxValueValidator(MOST_PRIZES)]
    )
    prize_text = models.CharField(_("giải thưởng"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=QuizState.choices, default=QuizState.DRAFT)
    cancelled_reason = models.TextField(_("lý do hủy"), blank=True)
    seed = models.CharField(max_length=64, blank=True)
    seed_hash = models.CharField(max_length=64, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "number"], name="quiz_round_number"),
            models.CheckConstraint(condition=Q(opens_at__lt=F("closes_at")), name="quiz_round_opens_then_closes"),
            models.CheckConstraint(condition=Q(pass_right__lte=F("size")), name="quiz_round_can_be_passed"),
            models.CheckConstraint(
                condition=Q(drawn_at=None) | Q(tie_answer__isnull=False), name="quiz_round_drawn_with_tie_answer"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(seed_hash=""), name="quiz_round_published_with_seed_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}/{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("quizzes:round", kwargs={"slug": self.quiz.slug, "number": self.number})

    def phase(self, at: datetime.datetime) -> Phase:
        """Return where the round stands at a moment."""
        if self.drawn_at:
            return Phase.DRAWN  # for good: a quiz that is cancelled later takes no prize back
        if QuizState.CANCELLED in (self.state, self.quiz.state):
            return Phase.CANCELLED
        if self.state == QuizState.DRAFT:
            return Phase.DRAFT
        if at < self.opens_at:
            return Phase.UPCOMING
        return Phase.RUNNING if at < self.closes_at else Phase.CLOSED

    @property
    def minutes(self) -> str:
        """The time to answer, as people read it."""
        whole, rest = divmod(self.seconds, 60)
        return f"{whole} phút" if not rest else f"{whole} phút {rest} giây" if whole else f"{rest} giây"


class RoundQuestion(models.Model):
    """A question of a round; everybody gets the same, each in an order of their own."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="chosen")
    question = models.ForeignKey("quizzes.Question", on_delete=models.PROTECT, related_name="chosen")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "question"], name="quiz_round_question_once"),
            models.UniqueConstraint(fields=["round", "number"], name="quiz_round_question_number"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.question_id}"
