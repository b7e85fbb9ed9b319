"""People who mark entries by criteria, and what they gave. What a part of the result their marks are: Contest."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.campaign.contests.sealed_marks import opened

MOST_POINTS = 10


class Criterion(models.Model):
    """What jurors mark. weight: percent; those of a contest sum to 100. Frozen with the rules."""

    contest = models.ForeignKey("contests.Contest", on_delete=models.CASCADE, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("tiêu chí"), max_length=80)
    weight = models.PositiveSmallIntegerField(_("trọng số"), validators=[MaxValueValidator(100)])

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["contest", "number"], name="contest_criterion_number")]

    def __str__(self) -> str:
        return self.name


class Juror(models.Model):
    """Somebody invited by phone, who signs in with that phone. The name is published with the marks."""

    contest = models.ForeignKey("contests.Contest", on_delete=models.PROTECT, related_name="jurors")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("họ tên, chức danh"), max_length=120)
    phone = models.CharField(_("số điện thoại"), max_length=16)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    excused_reason = models.CharField(_("lý do vắng"), max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="contest_juror_number"),
            models.UniqueConstraint(fields=["contest", "phone"], name="contest_juror_once"),
            models.CheckConstraint(
                condition=Q(submitted_at=None) | Q(excused_reason=""), name="contest_juror_submitted_or_excused"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Conflict(models.Model):
    """An entry this juror does not mark, for an interest of their own."""

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="conflicts")
    entry = models.ForeignKey("contests.Entry", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "entry"], name="contest_conflict_once")]

    def __str__(self) -> str:
        return f"{self.juror_id}: {self.entry_id}"


class Mark(models.Model):
    """Points from 0 to MOST_POINTS, sealed: they are read by their juror, and by the log at the close.

    Kept by the database once the juror has handed the sheet in.
    """

    juror = models.ForeignKey(Juror, on_delete=models.PROTECT, related_name="marks")
    entry = models.ForeignKey("contests.Entry", on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    sealed = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["juror", "entry", "criterion"], name="contest_mark_once")]
        triggers = [
            pgtrigger.Trigger(
                name="kept_once_handed_in",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=(
                    "IF EXISTS (SELECT FROM contests_juror WHERE submitted_at IS NOT NULL AND "
                    "id = COALESCE(NEW.juror_id, OLD.juror_id)) "
                    "THEN RAISE EXCEPTION 'Cannot change marks that were handed in'; END IF; "
                    "RETURN COALESCE(NEW, OLD);"
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.juror_id}: {self.entry_id}"

    @property
    def points(self) -> int:
        """What was given. Raises BrokenSeal."""
        return opened(self.sealed, juror_id=self.juror_id, entry_id=self.entry_id, criterion_id=self.criterion_id)
