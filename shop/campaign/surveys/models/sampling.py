"""Whom a survey wants to reach: quotas, and the population its answers are weighted to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Dimension(models.TextChoices):
    """What quotas and weights are about; the question with this role answers it."""

    COMMUNE = "commune", _("xã, phường")
    AGE = "age", _("nhóm tuổi")
    SEX = "sex", _("giới tính")


class Quota(models.Model):
    """At most so many answers of people like this. An empty dimension fits everybody.

    taken: answers that count. turned_away: people who were stopped because it was full.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="quotas")
    commune = models.CharField(max_length=5, blank=True)
    age = models.CharField(max_length=3, blank=True)
    sex = models.CharField(max_length=8, blank=True)
    most = models.PositiveIntegerField(_("nhiều nhất"))
    taken = models.PositiveIntegerField(default=0)
    turned_away = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "commune", "age", "sex"], name="survey_quota_once"),
            models.CheckConstraint(condition=Q(taken__lte=F("most")), name="survey_quota_holds"),
            models.CheckConstraint(
                condition=~Q(commune="") | ~Q(age="") | ~Q(sex=""), name="survey_quota_is_about_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune}/{self.age}/{self.sex}: {self.taken}/{self.most}"


class Margin(models.Model):
    """How many people of the population fall under one value of one dimension."""

    survey = models.ForeignKey("surveys.Survey", on_delete=models.CASCADE, related_name="margins")
    dimension = models.CharField(max_length=7, choices=Dimension.choices)
    value = models.CharField(max_length=8)
    people = models.PositiveIntegerField(_("số dân"))

    class Meta:
        ordering = ["dimension", "pk"]
        constraints = [models.UniqueConstraint(fields=["survey", "dimension", "value"], name="survey_margin_once")]

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}: {self.people}"
