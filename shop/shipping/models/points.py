"""Pick-up points."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shop.money.fields import VndField, not_negative
from shop.shipping.enums import PlaceKind


class PickUpPointQuerySet(models.QuerySet["PickUpPoint"]):
    """Points by who comes there."""

    def without_hubs(self) -> PickUpPointQuerySet:
        """Return the places where buyers collect."""
        return self.exclude(kind=PlaceKind.HUB)

    def for_buyers(self) -> PickUpPointQuerySet:
        """Return the places in use where buyers collect."""
        return self.without_hubs().filter(is_active=True)

    def hubs(self) -> PickUpPointQuerySet:
        """Return the places where sellers bring parcels in."""
        return self.filter(kind=PlaceKind.HUB)


class PickUpPoint(models.Model):
    """A place in a commune where parcels wait for their buyers, or at a hub for their driver."""

    name = models.CharField(_("tên"), max_length=120)
    slug = models.SlugField(max_length=140, unique=True)
    kind = models.CharField(_("loại"), max_length=20, choices=PlaceKind.choices)
    commune = models.ForeignKey("regions.Commune", on_delete=models.PROTECT, related_name="pick_up_points")
    address_line = models.CharField(_("địa chỉ"), max_length=160)
    phone = models.CharField(_("điện thoại"), max_length=16, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    opening_hours = models.CharField(_("giờ mở cửa"), max_length=120, help_text=_("T2–T7 7:00–18:00"))
    capacity_parcels = models.PositiveIntegerField(_("sức chứa (kiện)"), default=60)
    fee_vnd = VndField(_("phí mỗi kiện"))
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    objects = PickUpPointQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = not_negative("point", "fee_vnd")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("storefront:point", kwargs={"slug": self.slug})

    @property
    def is_hub(self) -> bool:
        return self.kind == PlaceKind.HUB
