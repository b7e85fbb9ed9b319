"""A seller's holiday: goods stay visible, and runs that leave within it do not take them."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class HolidayQuerySet(models.QuerySet["Holiday"]):
    """Holidays by day."""

    def not_over(self, today: datetime.date) -> HolidayQuerySet:
        """Return those of today and to come, soonest first."""
        return self.filter(ends_on__gte=today).order_by("starts_on", "pk")


class Holiday(models.Model):
    """Both days belong to it. It ends by itself; ending it early moves `ends_on`."""

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="holidays")
    starts_on = models.DateField(_("nghỉ từ ngày"))
    ends_on = models.DateField(_("tới hết ngày"))
    message = models.CharField(_("lời nhắn cho khách"), max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    objects = HolidayQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="holiday_days_in_order"),
        ]
        indexes = [models.Index(fields=["seller", "ends_on"])]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.starts_on} – {self.ends_on}"

    def covers(self, day: datetime.date) -> bool:
        return self.starts_on <= day <= self.ends_on
