"""Papers and certificates that end: who was warned when, and which goods are hidden until a new paper is accepted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ExpiryNotice(models.Model):
    """One warning, given once for a paper or certificate, its last day and the days left."""

    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.CASCADE, related_name="expiry_notices"
    )
    certificate = models.ForeignKey(
        "certification.Certificate", null=True, blank=True, on_delete=models.CASCADE, related_name="expiry_notices"
    )
    valid_until = models.DateField()
    days = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "certificate", "valid_until", "days"],
                nulls_distinct=False,
                name="warned_once_of_an_expiry",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=True, certificate__isnull=False)
                | Q(document__isnull=False, certificate__isnull=True),
                name="expiry_notice_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_until} {self.days}"


class ListingHold(models.Model):
    """A good hidden because a paper it needs has ended."""

    product = models.ForeignKey("catalogue.Product", on_delete=models.CASCADE, related_name="holds")
    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="holds")
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=30)
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "kind"], condition=Q(lifted_at=None), name="held_once_per_paper")
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.kind}"
