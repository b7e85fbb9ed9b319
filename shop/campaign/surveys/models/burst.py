"""Answers that came in a burst, from one network or alike, and wait together until two people decide."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class BurstState(models.TextChoices):
    """How far the decision is."""

    FILLING = "filling", _("chờ xem xét")
    PROPOSED = "proposed", _("chờ người thứ hai")
    COUNTED = "counted", _("được tính")
    LEFT_OUT = "left_out", _("không tính")


class Burst(models.Model):
    """What was held back for one reason and from one source. key: keyed hash of the network, or of the answers;
    forgotten with those of the answers. first_at, last_at: when the first and the last of them were sent.
    """

    survey = models.ForeignKey("surveys.Survey", on_delete=models.PROTECT, related_name="bursts")
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=64, blank=True)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=BurstState.choices, default=BurstState.FILLING)
    is_refusal = models.BooleanField(default=False)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["first_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "kind", "key"],
                condition=Q(state="filling") & ~Q(key=""),
                name="survey_one_burst_fills",
            ),
            models.CheckConstraint(
                condition=Q(state="filling") | (~Q(reason="") & Q(proposed_by__isnull=False)),
                name="survey_burst_proposed_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["counted", "left_out"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="survey_burst_decided_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.kind} {self.pk}"
