"""Ballots that came too fast from one place and wait until two people decide: counted, or not, and why."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.campaign.contests.models.register import Channel
from shop.campaign.two_people import DecidedByTwo, kept_by_the_database

MOST_PER_HOUR = 32_000


class HoldKind(models.TextChoices):
    """What many votes of one hour had in common."""

    DEVICE = "device", _("một thiết bị")
    NETWORK = "network", _("một mạng")
    PREFIX = "prefix", _("một dải số điện thoại")


class BatchState(models.TextChoices):
    """How far the decision is."""

    FILLING = "filling", _("chờ xem xét")
    PROPOSED = "proposed", _("chờ người thứ hai")
    RELEASED = "released", _("được đếm")
    REFUSED = "refused", _("không được đếm")


OPEN_STATES = (BatchState.FILLING, BatchState.PROPOSED)


class VelocityLimit(models.Model):
    """From when on how many votes an hour with something in common are taken in without a look. The newest counts."""

    contest = models.ForeignKey("contests.Contest", on_delete=models.CASCADE, related_name="velocity_limits")
    kind = models.CharField(max_length=8, choices=HoldKind.choices)
    per_hour = models.PositiveSmallIntegerField(
        _("phiếu mỗi giờ"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PER_HOUR)]
    )
    valid_from = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["valid_from", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.per_hour}"


class HeldBatch(DecidedByTwo):
    """Ballots of one day beyond a limit, from one source. It does not say which: that is VelocitySource, for days."""

    contest = models.ForeignKey("contests.Contest", on_delete=models.PROTECT, related_name="held_batches")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=HoldKind.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    day = models.DateField()
    per_hour = models.PositiveSmallIntegerField()
    ballots = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=BatchState.choices, default=BatchState.FILLING)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contest", "number"], name="contest_held_batch_number"),
            *kept_by_the_database("contest_held", BatchState.RELEASED.value, BatchState.REFUSED.value),
        ]

    def __str__(self) -> str:
        return f"K{self.number}"


class VelocitySource(models.Model):
    """Which keyed hash of device, network or numbers a batch fills from. Of the register's side; deleted after days."""

    contest = models.ForeignKey("contests.Contest", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=90)
    day = models.DateField()
    batch = models.ForeignKey(HeldBatch, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "key", "day"], name="contest_velocity_source")]

    def __str__(self) -> str:
        return str(self.pk)


class HeldChoice(models.Model):
    """A choice that waits for the decision on its batch. Nobody reads it before: its seal stands in the log."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    contest = models.ForeignKey("contests.Contest", on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(HeldBatch, on_delete=models.PROTECT, related_name="choices")
    tracker = models.CharField(max_length=32)
    entries = ArrayField(models.PositiveSmallIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "tracker"], name="contest_held_tracker_once")]
        triggers = [pgtrigger.Protect(name="only_decided", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.pk)


class PendingSeal(models.Model):
    """The seal of a held choice, which goes into the log in company."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    contest = models.ForeignKey("contests.Contest", on_delete=models.PROTECT, related_name="+")
    seal = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "seal"], name="contest_pending_seal_once")]
        triggers = [pgtrigger.Protect(name="only_sealed", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.seal
