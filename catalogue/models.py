"""Goods. Oscar's models with what a market of Vietnamese goods needs; own classes first, Oscar's after."""

from __future__ import annotations

import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oscar.apps.catalogue.abstract_models import AbstractCategory, AbstractProduct, AbstractProductImage

from catalogue.images.widths import shown_widths
from shop.money.fields import VndField
from shop.regions.vietnamese import slug


class Category(AbstractCategory):
    """A kind of goods. `code` holds the official OCOP type, for example "I.4a"."""

    card_image = models.CharField(_("ảnh nhóm"), max_length=200, blank=True)

    class Meta(AbstractCategory.Meta):
        constraints = [models.UniqueConstraint(fields=["slug"], name="category_slug_unique")]

    def generate_slug(self) -> str:
        return slug(self.name)

    def get_absolute_url(self, parent_slug: str | None = None) -> str:
        return reverse("storefront:category", kwargs={"slug": self.slug})


class Product(AbstractProduct):
    """One good. Columns under "card" are copies that list pages read without joins; their owners keep them fresh."""

    unit = models.CharField(_("đơn vị bán"), max_length=30, default="cái", help_text=_("chữ sau giá: hũ, kg, chai"))
    net_content = models.CharField(_("lượng tịnh"), max_length=40, blank=True, help_text=_("250 g, 500 ml"))
    weight_g = models.PositiveIntegerField(_("khối lượng cả bao bì (g)"), default=500)
    province = models.ForeignKey("regions.Province", null=True, blank=True, on_delete=models.PROTECT)
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.PROTECT)
    gtin = models.CharField(_("mã vạch GTIN"), max_length=14, blank=True, db_index=True)
    season_months = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    # pre-order: ordered between two days, leaving the seller from available_from on
    available_from = models.DateField(_("có hàng từ"), null=True, blank=True)
    preorder_opens_on = models.DateField(_("nhận đặt trước từ"), null=True, blank=True)
    preorder_closes_on = models.DateField(_("nhận đặt trước đến"), null=True, blank=True)
    # label fields, facts of Decree 43/2017 as a base line
    ingredients = models.TextField(_("thành phần"), blank=True)
    usage = models.TextField(_("cách dùng"), blank=True)
    storage = models.TextField(_("bảo quản"), blank=True)
    warning = models.TextField(_("cảnh báo"), blank=True)
    shelf_life_days = models.PositiveIntegerField(_("hạn dùng (ngày)"), null=True, blank=True)
    origin = models.CharField(_("xuất xứ"), max_length=120, blank=True)
    origin_evidence = models.CharField(_("bằng chứng xuất xứ Việt Nam"), max_length=200, blank=True)
    details = models.JSONField(
        _("đặc điểm"), default=dict, blank=True, help_text=_("theo loại hàng: mã đặc điểm → chữ")
    )
    is_vietnamese = models.BooleanField(_("hàng Việt"), default=True)
    is_speciality = models.BooleanField(_("đặc thù của tỉnh"), default=False)
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)
    published_at = models.DateTimeField(null=True, blank=True, db_index=True)
    # A further packing of a good is its child; the good itself is its first packing. None: no longer offered.
    packing_no = models.PositiveSmallIntegerField(null=True, blank=True)
    packing_name = models.CharField(_("quy cách"), max_length=60, blank=True)
    # card
    seller_name = models.CharField(max_length=128, blank=True)
    seller_slug = models.SlugField(max_length=128, blank=True)
    price_vnd = VndField(null=True, default=None, blank=True)
    price_varies = models.BooleanField(default=False, help_text=_("giá thấp nhất trong nhiều quy cách"))
    was_price_vnd = VndField(null=True, default=None, blank=True)
    available = models.PositiveIntegerField(default=0, help_text=_("số còn bán được"))
    card_image = models.CharField(max_length=200, blank=True)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    stars_until = models.DateField(null=True, blank=True)
    review_count = models.PositiveIntegerField(default=0)
    sales_count = models.PositiveIntegerField(default=0)

    class Meta(AbstractProduct.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(weight_g__gt=0), name="product_weight_positive"),
            models.CheckConstraint(condition=Q(price_vnd=None) | Q(price_vnd__gte=0), name="product_price_vnd"),
            models.UniqueConstraint(fields=["parent", "packing_no"], name="product_packing_once"),
            models.CheckConstraint(
                condition=Q(preorder_opens_on=None)
                | Q(preorder_closes_on=None)
                | Q(preorder_opens_on__lte=F("preorder_closes_on")),
                name="product_preorder_opens_before_it_closes",
            ),
            models.CheckConstraint(condition=Q(stars=None) | Q(stars__range=(1, 5)), name="product_stars"),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(is_public=True), name="product_newest"),
            models.Index(fields=["price_vnd", "id"], condition=Q(is_public=True), name="product_by_price"),
            models.Index(fields=["-sales_count", "-id"], condition=Q(is_public=True), name="product_by_sales"),
            models.Index(fields=["seller_slug"], name="product_by_seller"),
        ]

    def get_absolute_url(self) -> str:
        page = {"slug": self.slug or "san-pham", "pk": self.parent_id or self.pk}
        return reverse("storefront:product", kwargs=page) + (f"?goi={self.pk}" if self.parent_id else "")

    @property
    def in_stock(self) -> bool:
        return self.available > 0

    def is_preorder_on(self, day: datetime.date) -> bool:
        """Return whether the good is not there yet: what is ordered on this day leaves from available_from on."""
        return self.available_from is not None and day < self.available_from

    def may_be_ordered_on(self, day: datetime.date) -> bool:
        """Return whether the day is outside pre-order or within its window."""
        if not self.is_preorder_on(day):
            return True
        has_opened = self.preorder_opens_on is None or self.preorder_opens_on <= day
        return has_opened and (self.preorder_closes_on is None or day <= self.preorder_closes_on)

    @property
    def ocop_stars(self) -> int | None:
        """Stars whose certificate is valid today; None when lapsed or never given."""
        today: datetime.date = timezone.localdate()
        valid = self.stars is not None and self.stars_until is not None and self.stars_until >= today
        return self.stars if valid else None


class ProductImage(AbstractProductImage):
    """A checked and re-encoded picture; `width` and `height` in pixels keep the page from jumping."""

    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    perceptual_hash = models.CharField(max_length=16, blank=True, db_index=True)
    has_avif = models.BooleanField(null=True, default=None, help_text=_("trống: chưa làm; sai: không làm được"))
    blur = models.CharField(max_length=400, blank=True, help_text=_("ảnh mờ WebP chừng 16 px, base64"))

    class Meta(AbstractProductImage.Meta):
        indexes = [models.Index(fields=["original"], name="picture_by_original")]

    @property
    def url(self) -> str:
        return self.original.url

    @property
    def small_url(self) -> str:
        """Address of the rendition at most 480 px wide."""
        return self._rendition_url(480)

    @property
    def medium_url(self) -> str:
        """Address of the rendition at most 960 px wide."""
        return self._rendition_url(960)

    @property
    def srcset(self) -> str:
        """The value of an <img srcset> with the renditions' true widths."""
        return self._srcset("webp")

    @property
    def avif_srcset(self) -> str:
        """The same for the AVIF renditions; empty until they are made."""
        return self._srcset("avif") if self.has_avif else ""

    @property
    def blur_url(self) -> str:
        """A data: address of the placeholder; empty until it is made."""
        return f"data:image/webp;base64,{self.blur}" if self.blur else ""

    def _srcset(self, kind: str) -> str:
        widths = shown_widths(self.width)
        return ", ".join(f"{self._rendition_url(width, kind)} {min(self.width, width)}w" for width in widths)

    def _rendition_url(self, width: int, kind: str = "webp") -> str:
        return self.original.storage.url(f"{self.original.name.removesuffix('.webp')}-{width}.{kind}")


from oscar.apps.catalogue.models import *  # noqa: E402, F403
