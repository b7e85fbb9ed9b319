"""Addresses that were once in use, so that links on paper and in search engines keep leading somewhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AddressKind(models.TextChoices):
    """What a slug belonged to."""

    CATEGORY = "category", _("danh mục")
    SELLER = "seller", _("nhà bán")
    POINT = "point", _("điểm nhận")


class OldAddress(models.Model):
    """A slug that its owner has given up; `target_id` is the owner's primary key."""

    kind = models.CharField(max_length=10, choices=AddressKind.choices)
    slug = models.SlugField(max_length=150)
    target_id = models.PositiveBigIntegerField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="old_address_once")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.slug}"
