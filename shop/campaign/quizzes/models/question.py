"""The bank of questions of a quiz."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

FEWEST_OPTIONS, MOST_OPTIONS = 2, 4


class Question(models.Model):
    """One question with one right option. right: place in options, from 0. why: told after the round."""

    quiz = models.ForeignKey("quizzes.Quiz", on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(_("câu hỏi"), max_length=400)
    options = ArrayField(models.CharField(max_length=200))
    right = models.PositiveSmallIntegerField()
    why = models.CharField(_("giải thích, nguồn"), max_length=400, blank=True)
    is_retired = models.BooleanField(_("không dùng nữa"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "text"], name="quiz_question_once"),
            models.CheckConstraint(
                condition=Q(options__len__gte=FEWEST_OPTIONS) & Q(options__len__lte=MOST_OPTIONS),
                name="quiz_question_options",
            ),
            models.CheckConstraint(condition=Q(right__lt=MOST_OPTIONS), name="quiz_question_right_option"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def right_text(self) -> str:
        """The right option."""
        return str(self.options[self.right])
