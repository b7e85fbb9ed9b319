"""Who stands behind an application: the representative's number and date of birth, sealed, each look logged."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RepresentativeIdentity(models.Model):
    """Number and date of birth as sealed bytes; readable only through domain/identity.py."""

    application = models.OneToOneField(
        "onboarding.SellerApplication", on_delete=models.CASCADE, related_name="identity"
    )
    number_sealed = models.BinaryField(blank=True)
    born_on_sealed = models.BinaryField(blank=True)
    last_digits = models.CharField(max_length=3, blank=True)
    written_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """What pages show: the last three digits."""
        return f"••••••••• {self.last_digits}" if self.last_digits else ""


class IdentityLook(models.Model):
    """One look at the whole number."""

    identity = models.ForeignKey(RepresentativeIdentity, on_delete=models.CASCADE, related_name="looks")
    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="no_change", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.identity_id} {self.viewer_id}"


class IdentityOutcome(models.TextChoices):
    """What an electronic check found."""

    VERIFIED = "verified", _("khớp")
    MISMATCH = "mismatch", _("không khớp")
    UNAVAILABLE = "unavailable", _("chưa kiểm tra được")


class IdentityCheck(models.Model):
    """One answer of the configured provider about one application."""

    application = models.ForeignKey(
        "onboarding.SellerApplication", on_delete=models.CASCADE, related_name="identity_checks"
    )
    provider = models.CharField(max_length=60)
    outcome = models.CharField(max_length=12, choices=IdentityOutcome.choices)
    reference = models.CharField(_("mã tra cứu"), max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["-checked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.provider} {self.outcome}"
