"""Ballots on numbered paper, read by two people apart; a third reads where they differ."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PaperBallot(models.Model):
    """One paper. entries: what it counts for once it is settled; none of it is spoiled. Nobody's name is on it."""

    contest = models.ForeignKey("contests.Contest", on_delete=models.PROTECT, related_name="paper_ballots")
    number = models.PositiveIntegerField(_("số phiếu giấy"))
    entries = ArrayField(models.PositiveSmallIntegerField(), default=list)
    is_settled = models.BooleanField(default=False)
    is_logged = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="contest_paper_number"),
            models.CheckConstraint(
                condition=Q(is_settled=True) | Q(is_logged=False), name="contest_paper_settled_first"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class PaperReading(models.Model):
    """What one person read on a paper; none: spoiled. Nobody changes what was read."""

    ballot = models.ForeignKey(PaperBallot, on_delete=models.PROTECT, related_name="readings")
    entries = ArrayField(models.PositiveSmallIntegerField(), default=list)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ballot", "read_by"], name="contest_paper_read_once_each")]
        triggers = [pgtrigger.Protect(name="readings_stay", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.ballot_id}: {self.entries}"
