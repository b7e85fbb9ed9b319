"""What was voted: ballots that wait to be sealed, and the log that only grows. No row here knows a person or a time."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shop.campaign.contests.kiem_phieu import START


class PendingReceipt(models.Model):
    """A receipt that goes into the log at the next sealing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    contest = models.ForeignKey("contests.Contest", on_delete=models.PROTECT, related_name="+")
    receipt = models.CharField(max_length=12)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "receipt"], name="contest_pending_receipt_once")]
        triggers = [pgtrigger.Protect(name="only_sealed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.receipt


class PendingChoice(models.Model):
    """A choice that waits for company: it goes into the log shuffled among others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    contest = models.ForeignKey("contests.Contest", on_delete=models.PROTECT, related_name="+")
    tracker = models.CharField(max_length=32)
    entries = ArrayField(models.PositiveSmallIntegerField())
    replaces = models.CharField(max_length=32, blank=True)
    was_held = models.BooleanField(default=False)  # its seal waits in the log for exactly this choice

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "tracker"], name="contest_pending_tracker_once")]
        triggers = [pgtrigger.Protect(name="only_sealed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.tracker


class LogHead(models.Model):
    """Where the log of a contest ends; the lock of everybody who writes to it."""

    contest = models.OneToOneField("contests.Contest", on_delete=models.PROTECT, related_name="log_head")
    number = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number} {self.hash[:8]}"

    @staticmethod
    def beginning() -> dict[str, Any]:
        """Return what the head of an empty log says."""
        return {"hash": START}


class LogLine(models.Model):
    """One line of the published log. key: the receipt or tracker it is found by; body: the JSON that is hashed."""

    contest = models.ForeignKey("contests.Contest", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=32, blank=True)
    body = models.TextField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="contest_log_number"),
            models.UniqueConstraint(fields=["contest", "kind", "key"], condition=~Q(key=""), name="contest_log_key"),
        ]
        triggers = [pgtrigger.Protect(name="log_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.hash} {self.body}"

    @property
    def content(self) -> dict[str, Any]:
        """The body, read."""
        content: dict[str, Any] = json.loads(self.body)
        return content
