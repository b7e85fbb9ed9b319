"""Sellers and their stock. Own classes first, Oscar's after."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from oscar.apps.partner.abstract_models import AbstractPartner, AbstractStockRecord

from sellers.enums import LegalType, SellerState
from sellers.prices import PriceStep, unit_price
from shop.money.fields import whole


class Partner(AbstractPartner):
    """A seller. What Decree 248/2026 Art. 18.1 asks to publish stands here: registered name, address, numbers."""

    slug = models.SlugField(max_length=128, unique=True)
    legal_type = models.CharField(_("loại hình"), max_length=20, choices=LegalType.choices)
    state = models.CharField(max_length=10, choices=SellerState.choices, default=SellerState.APPROVED)
    tax_code = models.CharField(_("mã số thuế"), max_length=14, blank=True, db_index=True)
    registration_no = models.CharField(_("số đăng ký kinh doanh"), max_length=40, blank=True)
    representative = models.CharField(_("người đại diện"), max_length=120, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=16, blank=True)
    email = models.EmailField(blank=True)
    address_line = models.CharField(_("số nhà, đường, thôn"), max_length=160, blank=True)
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.PROTECT)
    province = models.ForeignKey("regions.Province", null=True, blank=True, on_delete=models.PROTECT)
    story = models.TextField(_("câu chuyện"), blank=True)
    cover_image = models.CharField(max_length=200, blank=True)
    bank_bin = models.CharField(_("mã ngân hàng"), max_length=6, blank=True)
    bank_account = models.CharField(_("số tài khoản"), max_length=19, blank=True)
    bank_holder = models.CharField(_("chủ tài khoản"), max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(_("dữ liệu minh hoạ"), default=False)

    class Meta(AbstractPartner.Meta):
        pass

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("storefront:seller", kwargs={"slug": self.slug})

    @property
    def is_selling(self) -> bool:
        return self.state == SellerState.APPROVED


class StockRecord(AbstractStockRecord):
    """Price and stock of one listing. `price` is whole VND including VAT."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="stockrecords")
    version = models.PositiveIntegerField(default=1, help_text=_("tăng mỗi lần giá hoặc tồn kho đổi"))
    # Wholesale steps stand in the record itself, so that whoever locks it has locked its whole price.
    step_quantities = ArrayField(models.PositiveIntegerField(), default=list, blank=True)
    step_prices = ArrayField(models.BigIntegerField(), default=list, blank=True)

    class Meta(AbstractStockRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(num_allocated=None) | (Q(num_allocated__gte=0) & Q(num_allocated__lte=F("num_in_stock"))),
                name="stock_allocated_within_stock",
            ),
            models.CheckConstraint(
                condition=Q(step_quantities__len=F("step_prices__len")), name="stock_each_step_has_its_price"
            ),
            *whole("stock", "price"),
        ]

    @property
    def steps(self) -> list[PriceStep]:
        """Wholesale steps, the smallest quantity first."""
        pairs = zip(self.step_quantities, self.step_prices, strict=True)
        return sorted(PriceStep(quantity, price_vnd) for quantity, price_vnd in pairs)

    def unit_vnd(self, quantity: int) -> int:
        """Return what one unit costs in VND when so many are bought at once; 0 without a price."""
        return unit_price(base_vnd=int(self.price or 0), steps=self.steps, quantity=quantity)


from oscar.apps.partner.models import *  # noqa: E402, F403
