"""What somebody answered in a round, once, and who won."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Attempt(models.Model):
    """One person in one round. code: random; by it the drawing and the certificate name the person.

    right: None until it is handed in. is_late: handed in after due_at, not counted.
    """

    round = models.ForeignKey("quizzes.Round", on_delete=models.PROTECT, related_name="attempts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, unique=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False)
    right = models.PositiveSmallIntegerField(null=True, blank=True)
    guess = models.PositiveIntegerField(_("dự đoán"), null=True, blank=True)

    class Meta:
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="quiz_one_attempt_each"),
            models.CheckConstraint(condition=Q(due_at__gt=F("started_at")), name="quiz_attempt_due_after_start"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(right__isnull=False), name="quiz_attempt_finished_is_counted"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_counted(self) -> bool:
        """Whether it was handed in in time."""
        return self.finished_at is not None and not self.is_late

    @property
    def used(self) -> datetime.timedelta | None:
        """How long it took."""
        return self.finished_at - self.started_at if self.finished_at else None

    @property
    def certificate_url(self) -> str:
        """Where anybody checks the certificate."""
        return reverse("quizzes:certificate", kwargs={"code": self.code})


class Answer(models.Model):
    """The option somebody chose. choice: place in the question's options."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey("quizzes.Question", on_delete=models.PROTECT, related_name="+")
    choice = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "question"], name="quiz_one_answer_each")]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.choice}"


class Winner(models.Model):
    """A place in the drawing of a round."""

    round = models.ForeignKey("quizzes.Round", on_delete=models.PROTECT, related_name="winners")
    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="winner")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["round", "place"], name="quiz_winner_place")]

    def __str__(self) -> str:
        return str(self.place)
