"""Orders and the parts their sellers fulfil. Own classes first, Oscar's after."""

from __future__ import annotations

import secrets

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from oscar.apps.order.abstract_models import AbstractLine, AbstractOrder

from shop.money.fields import VndField, not_negative, whole
from shop.order.enums import Collector, PaymentMethod, SellerOrderState
from shop.shipping.enums import DeliveryKind
from shop.vouchers.enums import CommissionBase


def access_token() -> str:
    """Return the secret of an order's link; with it a guest comes back without an account."""
    return secrets.token_urlsafe(24)


class Order(AbstractOrder):
    """What the buyer placed and pays once. Oscar's `status` is derived from the seller orders."""

    buyer_name = models.CharField(_("họ tên người nhận"), max_length=120)
    buyer_phone = models.CharField(_("số điện thoại"), max_length=16, db_index=True)
    token = models.CharField(max_length=48, unique=True, default=access_token, editable=False)
    idempotency_key = models.UUIDField(unique=True, help_text=_("một giỏ gửi nhiều lần vẫn là một đơn"))
    delivery_kind = models.CharField(max_length=10, choices=DeliveryKind.choices)
    commune = models.ForeignKey("regions.Commune", null=True, blank=True, on_delete=models.PROTECT)
    address_line = models.CharField(_("số nhà, đường, thôn"), max_length=160, blank=True)
    note = models.CharField(_("lời nhắn"), max_length=300, blank=True)
    payment_method = models.CharField(max_length=12, choices=PaymentMethod.choices, default=PaymentMethod.CASH)
    collector = models.CharField(max_length=10, choices=Collector.choices)
    goods_vnd = VndField()
    delivery_vnd = VndField()
    discount_vnd = VndField()
    total_vnd = VndField()
    voucher_code = models.CharField(max_length=20, blank=True)
    wants_invoice = models.BooleanField(default=False)
    invoice_tax_code = models.CharField(max_length=14, blank=True)
    cancel_until = models.DateTimeField(help_text=_("giờ chốt đơn của chuyến sớm nhất"))
    pay_until = models.DateTimeField(
        null=True, blank=True, db_index=True, help_text=_("hạn trả trước; trống: trả khi nhận hàng")
    )
    paid_at = models.DateTimeField(null=True, blank=True)
    terms_version = models.CharField(max_length=20, blank=True, help_text=_("bản quy chế người mua đã đồng ý"))
    added_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="additions",
        help_text=_("đơn đầu, khi đơn này thêm hàng cho cùng điểm dừng"),
    )
    is_demo = models.BooleanField(default=False)

    class Meta(AbstractOrder.Meta):
        constraints = [
            *not_negative("order", "goods_vnd", "delivery_vnd", "discount_vnd", "total_vnd"),
            models.CheckConstraint(
                condition=Q(total_vnd=F("goods_vnd") + F("delivery_vnd") - F("discount_vnd")),
                name="order_total_adds_up",
            ),
            *whole("order", "total_incl_tax", "shipping_incl_tax"),
            models.UniqueConstraint(fields=["basket"], name="one_order_per_basket"),
        ]

    @property
    def awaits_payment(self) -> bool:
        """Whether it is to be paid before anything is packed, and is not yet."""
        return self.pay_until is not None and self.paid_at is None

    def get_absolute_url(self) -> str:
        return f"{reverse('checkout:order', kwargs={'number': self.number})}?khoa={self.token}"


class SellerOrder(models.Model):
    """The part of an order that one seller fulfils. Commission is frozen when the order is placed.

    discount_vnd: what the buyer does not pay of the goods. The seller bears what neither the platform nor the sponsor
    bears of it. commission_base: on what the commission is taken, also when the part changes later.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="seller_orders")
    seller = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="seller_orders")
    number = models.CharField(max_length=32, unique=True, help_text="CP-26-000123-1")
    state = models.CharField(
        max_length=12, choices=SellerOrderState.choices, default=SellerOrderState.PLACED, db_index=True
    )
    run_stop = models.ForeignKey(
        "shipping.RunStop", null=True, blank=True, on_delete=models.PROTECT, related_name="seller_orders"
    )
    goods_vnd = VndField()
    delivery_vnd = VndField()
    discount_vnd = VndField()
    platform_discount_vnd = VndField()
    sponsor_discount_vnd = VndField()
    sponsor = models.ForeignKey(
        "vouchers.Sponsor", null=True, blank=True, on_delete=models.PROTECT, related_name="seller_orders"
    )
    commission_vnd = VndField()
    commission_basis_points = models.PositiveIntegerField(default=0)
    commission_base = models.CharField(max_length=5, choices=CommissionBase.choices, default=CommissionBase.NET)
    run_fee_vnd = VndField()
    point_fee_vnd = VndField()
    weight_g = models.PositiveBigIntegerField()
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "seller", "run_stop"], nulls_distinct=False, name="part_once"),
            *not_negative("seller_order", "goods_vnd", "delivery_vnd", "discount_vnd", "commission_vnd"),
            *not_negative("seller_order", "run_fee_vnd", "point_fee_vnd"),
            *not_negative("seller_order", "platform_discount_vnd", "sponsor_discount_vnd"),
            models.CheckConstraint(
                condition=Q(discount_vnd__gte=F("platform_discount_vnd") + F("sponsor_discount_vnd")),
                name="seller_order_borne_within_discount",
            ),
            models.CheckConstraint(
                condition=Q(sponsor_discount_vnd=0) | Q(sponsor__isnull=False), name="seller_order_sponsor_named"
            ),
            models.CheckConstraint(condition=Q(weight_g__gt=0), name="seller_order_weight_positive"),
        ]
        indexes = [models.Index(fields=["seller", "state", "run_stop"])]

    def __str__(self) -> str:
        return self.number

    @property
    def total_vnd(self) -> int:
        return int(self.goods_vnd + self.delivery_vnd - self.discount_vnd)

    @property
    def seller_delivery_vnd(self) -> int:
        """The delivery charge the seller earns: home delivery is the seller's work, a run is the market's."""
        return int(self.delivery_vnd) if self.run_stop_id is None else 0

    @property
    def seller_share_vnd(self) -> int:
        """What the seller is owed for this part once it is delivered."""
        return self.revenue_vnd + self.seller_delivery_vnd - int(self.commission_vnd) - self.fees_vnd

    @property
    def borne_vnd(self) -> int:
        """What others pay the seller of the discount: the platform and a sponsor."""
        return int(self.platform_discount_vnd + self.sponsor_discount_vnd)

    @property
    def seller_discount_vnd(self) -> int:
        """What the seller bears of the discount."""
        return int(self.discount_vnd) - self.borne_vnd

    @property
    def revenue_vnd(self) -> int:
        """What the goods bring the seller before charges, from the buyer and from who bears the discount."""
        return int(self.goods_vnd) - self.seller_discount_vnd

    @property
    def fees_vnd(self) -> int:
        """What the seller pays for the run and the pick-up point, beside the commission."""
        return int(self.run_fee_vnd + self.point_fee_vnd)


class Line(AbstractLine):
    """One good of one seller order."""

    partner = models.ForeignKey("partner.Partner", related_name="order_lines", null=True, on_delete=models.PROTECT)
    seller_order = models.ForeignKey(SellerOrder, on_delete=models.PROTECT, related_name="lines")
    unit = models.CharField(max_length=30, blank=True)
    weight_g = models.PositiveIntegerField(default=0, help_text=_("một đơn vị, gam"))
    commission_basis_points = models.PositiveIntegerField(default=0)
    discount_vnd = VndField(help_text=_("phần giảm giá của dòng này"))

    class Meta(AbstractLine.Meta):
        constraints = [
            *whole("order_line", "unit_price_incl_tax", "line_price_incl_tax"),
            *not_negative("order_line", "discount_vnd"),
            models.CheckConstraint(
                condition=Q(discount_vnd__lte=F("line_price_incl_tax")), name="order_line_discount_within_price"
            ),
        ]

    @property
    def paid_vnd(self) -> int:
        """What the buyer pays for it: its price less its share of the discount."""
        return int(self.line_price_incl_tax) - int(self.discount_vnd)


class SellerOrderEvent(models.Model):
    """One move of a seller order; together they are a path in the transition table."""

    seller_order = models.ForeignKey(SellerOrder, on_delete=models.PROTECT, related_name="events")
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, choices=SellerOrderState.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.seller_order_id} {self.from_state}→{self.to_state}"


class PickUpCode(models.Model):
    """The six digits (and QR) a buyer shows at one run stop.

    The digits are kept encrypted for the buyer's own page; the digest, keyed by the server, is what a point looks
    up. Unique per stop among codes alive; a code dies with its last parcel.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="pick_up_codes")
    run_stop = models.ForeignKey("shipping.RunStop", on_delete=models.PROTECT, related_name="pick_up_codes")
    digest = models.CharField(max_length=64)
    sealed = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "run_stop"], name="one_code_per_order_and_stop"),
            models.UniqueConstraint(fields=["run_stop", "digest"], name="code_unique_per_stop"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}@{self.run_stop_id}"


from oscar.apps.order.models import *  # noqa: E402, F403
