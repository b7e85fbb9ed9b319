"""A case looks for one parcel; what is written about it is never taken away."""

from __future__ import annotations

import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.accounts.phones import national


class Leg(models.TextChoices):
    """Where on its way a parcel was not seen."""

    LOADING = "loading", _("xếp lên xe")
    STOP = "stop", _("giao cho điểm nhận")
    HUB = "hub", _("nhận vào điểm gom")
    COUNTER = "counter", _("giữ ở điểm nhận")
    RETURN = "return", _("trả về nhà bán")


class CaseState(models.TextChoices):
    """How a case stands."""

    OPEN = "open", _("đang tìm")
    FOUND = "found", _("đã tìm thấy")
    LOST = "lost", _("thất lạc")


class CaseQuerySet(models.QuerySet["ParcelCase"]):
    """Cases by what is still to do."""

    def open(self) -> CaseQuerySet:
        """Return those still looked for, first the ones whose time is over first."""
        return self.filter(state=CaseState.OPEN).order_by("due_at", "pk")


class ParcelCase(models.Model):
    """One search for one parcel. Of a parcel at most one is open; the database keeps that.

    holder_*: who had the parcel last, as it was known when the case was raised. raised_by None: the system.
    """

    parcel = models.ForeignKey("fulfilment.Parcel", on_delete=models.PROTECT, related_name="cases")
    leg = models.CharField(max_length=8, choices=Leg.choices)
    holder_kind = models.CharField(max_length=8, help_text="seller, hub, driver, point")
    holder_name = models.CharField(max_length=120)
    holder_phone = models.CharField(max_length=16, blank=True)
    holder_since = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    state = models.CharField(max_length=5, choices=CaseState.choices, default=CaseState.OPEN, db_index=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    amendment = models.OneToOneField(
        "amendments.Amendment", null=True, blank=True, on_delete=models.PROTECT, related_name="case"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["parcel"], condition=Q(state="open"), name="one_open_case_per_parcel"),
            models.CheckConstraint(condition=Q(state="open") | Q(closed_at__isnull=False), name="closed_case_has_time"),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_raised",
                fields=["parcel", "leg", "holder_kind", "holder_name", "holder_since", "raised_by", "raised_at"],
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"MK-{self.pk:04d}"

    @property
    def is_open(self) -> bool:
        return self.state == CaseState.OPEN

    def is_late(self, now: datetime.datetime) -> bool:
        """Whether the time to find it is over."""
        return self.is_open and now > self.due_at

    @property
    def phone(self) -> str:
        return national(self.holder_phone) if self.holder_phone else ""


class CaseNote(models.Model):
    """What somebody found out or said. by None: the system."""

    case = models.ForeignKey(ParcelCase, on_delete=models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.case_id} {self.text[:30]}"
