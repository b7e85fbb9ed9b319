"""Rows of finance that were booked by hand and may be taken back: they stay, marked; the books get the opposite."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Reversible(models.Model):
    """Who took a booked row back, when and why; all empty while it stands. Set by `domain.undoing.undo` alone."""

    reversed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True
