"""Goods that sellers enter for a contest."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EntryState(models.TextChoices):
    """How far the screening is."""

    SUBMITTED = "submitted", _("chờ xét")
    ADMITTED = "admitted", _("được dự thi")
    REJECTED = "rejected", _("không được dự thi")
    WITHDRAWN = "withdrawn", _("đã rút")


class Entry(models.Model):
    """One good in one category. number: as voters and the ballot log name it, given when it is admitted."""

    contest = models.ForeignKey("contests.Contest", on_delete=models.CASCADE, related_name="entries")
    category = models.ForeignKey("contests.Category", on_delete=models.PROTECT, related_name="entries")
    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="contest_entries")
    seller = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="contest_entries")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    pitch = models.CharField(_("lời giới thiệu"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=EntryState.choices, default=EntryState.SUBMITTED)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    submitted_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["category__number", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "product"], condition=~Q(state="withdrawn"), name="contest_product_once"
            ),
            models.UniqueConstraint(fields=["contest", "number"], name="contest_entry_number"),
            models.CheckConstraint(
                condition=~Q(state="admitted") | Q(number__isnull=False), name="contest_admitted_has_a_number"
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""), name="contest_rejected_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}"
