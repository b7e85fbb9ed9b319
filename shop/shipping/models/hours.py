"""When a point is open, weekday by weekday."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.shipping.enums import Weekday
from shop.shipping.models.points import PickUpPoint


class OpeningSpan(models.Model):
    """One stretch of hours of one weekday; two of a day have the lunch break between them. No row: closed that day."""

    point = models.ForeignKey(PickUpPoint, on_delete=models.CASCADE, related_name="opening_spans")
    weekday = models.PositiveSmallIntegerField(_("thứ"), choices=Weekday.choices)
    opens = models.TimeField(_("mở"))
    closes = models.TimeField(_("đóng"))

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["point", "weekday", "opens"], name="opening_span_once"),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="opening_span_in_order"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_span_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"
