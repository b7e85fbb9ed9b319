"""Printed codes for one vote each, handed out at fairs."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_ON_A_SHEET = 500


class TicketSheet(models.Model):
    """Codes printed together. label: where they are handed out."""

    contest = models.ForeignKey("contests.Contest", on_delete=models.PROTECT, related_name="ticket_sheets")
    label = models.CharField(_("phát ở đâu"), max_length=120)
    size = models.PositiveSmallIntegerField(_("số thẻ"))
    printed_at = models.DateTimeField()
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    voided_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(_("lý do hủy"), max_length=300, blank=True)

    class Meta:
        ordering = ["-printed_at", "-pk"]

    def __str__(self) -> str:
        return self.label


class Ticket(models.Model):
    """One printed code, as a keyed hash; the code itself is on paper only. Whether it was used: see the register."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sheet = models.ForeignKey(TicketSheet, on_delete=models.CASCADE, related_name="tickets")
    credential = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return str(self.pk)
