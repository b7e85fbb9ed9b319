"""Answers that look stuffed for one reason and wait together until two people decide."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.campaign.two_people import DecidedByTwo, kept_by_the_database


class BurstState(models.TextChoices):
    """How far the decision is."""

    FILLING = "filling", _("chờ xem xét")
    PROPOSED = "proposed", _("chờ người thứ hai")
    COUNTED = "counted", _("được tính")
    LEFT_OUT = "left_out", _("không tính")


class Burst(DecidedByTwo):
    """What was held back for one reason and from one source.

    key: keyed hash of the network, hash of the answers, or the interviewer; forgotten with those of the answers.
    first_at, last_at: when the first and the last of them were sent. set_aside: how many of the source a proposal
    about a part leaves waiting.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="bursts")
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=64, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    set_aside = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=BurstState.choices, default=BurstState.FILLING)

    class Meta:
        ordering = ["first_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "kind", "key"],
                condition=Q(state="filling") & ~Q(key=""),
                name="survey_one_burst_fills",
            ),
            *kept_by_the_database("survey_burst", BurstState.COUNTED.value, BurstState.LEFT_OUT.value),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.kind} {self.pk}"
