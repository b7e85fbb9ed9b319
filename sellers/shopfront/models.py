"""Pictures of a seller's place and work; the cover stands on the seller itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ShopPicture(models.Model):
    """One picture under MEDIA, checked and made anew like those of goods."""

    seller = models.ForeignKey("partner.Partner", on_delete=models.CASCADE, related_name="pictures")
    name = models.CharField(max_length=200)
    caption = models.CharField(_("chú thích"), max_length=120, blank=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name
