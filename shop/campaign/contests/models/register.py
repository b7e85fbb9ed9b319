"""Who voted: never what. Credentials are keyed hashes of phone numbers and printed codes."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """By what somebody proved that the vote is theirs."""

    PHONE = "phone", _("số điện thoại")
    TICKET = "ticket", _("thẻ QR in sẵn")
    PAPER = "paper", _("phiếu giấy")


class RegisterMark(models.Model):
    """One vote was cast for one credential. Keys are random and the time is a day, so nothing orders these rows."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    contest = models.ForeignKey("contests.Contest", on_delete=models.PROTECT, related_name="+")
    credential = models.CharField(max_length=64)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    voted_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "credential"], name="contest_one_vote_each")]
        triggers = [pgtrigger.Protect(name="register_append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.pk)


class VoteCode(models.Model):
    """A code sent to a phone; deleted in the transaction of the vote."""

    contest = models.ForeignKey("contests.Contest", on_delete=models.CASCADE, related_name="+")
    credential = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    valid_until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "credential"], name="contest_one_code_each")]

    def __str__(self) -> str:
        return str(self.pk)
