"""Vouchers, their sponsors and their uses. Amounts are whole VND; shares of bearers are per cent and sum to 100."""

from __future__ import annotations

import datetime

import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.ledger.reversible import Reversible
from shop.money.fields import VndField, not_negative
from shop.vouchers.enums import Kind, Scope, VoucherState

CODE = RegexValidator(r"^[A-Z0-9]{4,20}\Z", _("Mã có 4 đến 20 chữ cái không dấu hoặc chữ số, viết liền."))
MOST_PER_CENT = 90
TAKEN_BACK = pgtrigger.Q(old__reversed_at__isnull=False)
FROZEN = [
    "code", "kind", "amount_vnd", "per_cent", "cap_vnd", "minimum_vnd", "starts_on", "uses_per_buyer", "scope",
    "seller", "category", "province", "platform_per_cent", "seller_per_cent", "sponsor_per_cent", "sponsor",
]  # fmt: skip


class Sponsor(models.Model):
    """A programme or body that pays for discounts, for example a province's campaign. basis: decision or contract."""

    name = models.CharField(_("tên chương trình, đơn vị"), max_length=120, unique=True)
    contact = models.CharField(_("liên hệ"), max_length=160, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=200)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Voucher(models.Model):
    """A code. What it promises never changes once it is there; it may be paused and ended, its end, number of uses and
    budget moved.

    amount_vnd for kind "amount"; per_cent with cap_vnd for "percent". minimum_vnd: value of the goods it is for.
    Both days count. most_uses, budget_vnd None: no bound. budget_vnd bounds what all uses take off together.
    """

    code = models.CharField(_("mã"), max_length=20, unique=True, validators=[CODE])
    title = models.CharField(_("tên"), max_length=120)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount_vnd = VndField()
    per_cent = models.PositiveSmallIntegerField(default=0)
    cap_vnd = VndField()
    minimum_vnd = VndField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    most_uses = models.PositiveIntegerField(null=True, blank=True)
    uses_per_buyer = models.PositiveSmallIntegerField(default=1)
    budget_vnd = models.BigIntegerField(null=True, blank=True)
    scope = models.CharField(max_length=8, choices=Scope.choices)
    seller = models.ForeignKey(
        "partner.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="vouchers"
    )
    category = models.ForeignKey(
        "catalogue.Category", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    province = models.ForeignKey("regions.Province", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    platform_per_cent = models.PositiveSmallIntegerField(default=0)
    seller_per_cent = models.PositiveSmallIntegerField(default=0)
    sponsor_per_cent = models.PositiveSmallIntegerField(default=0)
    sponsor = models.ForeignKey(Sponsor, null=True, blank=True, on_delete=models.PROTECT, related_name="vouchers")
    notice_number = models.CharField(_("số thông báo khuyến mại"), max_length=60, blank=True)
    state = models.CharField(max_length=8, choices=VoucherState.choices, db_index=True)
    is_sellers = models.BooleanField(default=False, help_text=_("nhà bán tự lập"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            *not_negative("voucher", "amount_vnd", "cap_vnd", "minimum_vnd"),
            models.CheckConstraint(
                condition=Q(kind=Kind.AMOUNT, amount_vnd__gt=0, per_cent=0, cap_vnd=0, minimum_vnd__gt=F("amount_vnd"))
                | Q(kind=Kind.PER_CENT, amount_vnd=0, per_cent__gte=1, per_cent__lte=MOST_PER_CENT, cap_vnd__gt=0),
                name="voucher_leaves_something_to_pay",
            ),
            models.CheckConstraint(
                condition=Q(platform_per_cent=100 - F("seller_per_cent") - F("sponsor_per_cent"))
                & Q(seller_per_cent__lte=100, sponsor_per_cent__lte=100),
                name="voucher_borne_in_full",
            ),
            models.CheckConstraint(
                condition=Q(sponsor=None, sponsor_per_cent=0) | Q(sponsor__isnull=False, sponsor_per_cent__gt=0),
                name="voucher_sponsor_named",
            ),
            models.CheckConstraint(
                condition=Q(scope=Scope.MARKET, seller=None, category=None, province=None)
                | Q(scope=Scope.SELLER, seller__isnull=False, category=None, province=None)
                | Q(scope=Scope.CATEGORY, seller=None, category__isnull=False, province=None)
                | Q(scope=Scope.PROVINCE, seller=None, category=None, province__isnull=False),
                name="voucher_scope_named",
            ),
            models.CheckConstraint(
                condition=Q(seller_per_cent=0) | Q(scope=Scope.SELLER), name="voucher_seller_bears_own_goods"
            ),
            models.CheckConstraint(
                condition=Q(is_sellers=False) | Q(seller_per_cent=100), name="voucher_of_seller_borne_by_it"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="voucher_days_in_order"),
            models.CheckConstraint(condition=Q(uses_per_buyer__gte=1), name="voucher_used_at_all"),
            models.CheckConstraint(condition=Q(budget_vnd=None) | Q(budget_vnd__gt=0), name="voucher_budget_positive"),
        ]
        triggers = [pgtrigger.ReadOnly(name="as_promised", fields=FROZEN)]

    def __str__(self) -> str:
        return self.code

    def is_on(self, day: datetime.date) -> bool:
        return self.starts_on <= day <= self.ends_on


class VoucherUse(models.Model):
    """One order that used a voucher. released_at: the whole order ended, and the use was given back.

    amount_vnd: what it takes off the parts that stand. phone and user say whose use it is.
    """

    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="uses")
    order = models.OneToOneField("order.Order", on_delete=models.PROTECT, related_name="voucher_use")
    phone = models.CharField(max_length=16)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    amount_vnd = VndField()
    used_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-used_at", "-pk"]
        constraints = [*not_negative("voucher_use", "amount_vnd")]
        indexes = [
            models.Index(
                fields=["voucher"], condition=Q(released_at=None), include=["amount_vnd"], name="standing_use"
            ),
            models.Index(fields=["voucher", "phone"], name="use_of_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.voucher_id} −{self.amount_vnd}"


class BasketVoucher(models.Model):
    """The code a buyer entered; whether it can be used is asked each time it is shown, and when the order is placed."""

    basket = models.OneToOneField("basket.Basket", on_delete=models.CASCADE, related_name="entered_voucher")
    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.basket_id} {self.voucher_id}"


class RecordedTransfer(Reversible):
    """A bank transfer somebody of finance wrote down. It stays as it is; it may be marked once as taken back, and then
    its number of the bank may be written down anew."""

    amount_vnd = VndField()
    paid_on = models.DateField()
    bank_number = models.CharField(_("mã giao dịch ngân hàng"), max_length=60)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["-paid_on", "-pk"]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="as_recorded", exclude=["reversed_by", "reversed_at", "reversed_reason"]),
            pgtrigger.Protect(
                name="taken_back_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__reversed_at__isnull=False),
            ),
        ]


def _taken_back_by_somebody(name: str) -> models.CheckConstraint:
    stands = Q(reversed_at=None, reversed_by=None, reversed_reason="")
    taken_back = Q(reversed_at__isnull=False, reversed_by__isnull=False) & ~Q(reversed_reason="")
    return models.CheckConstraint(condition=stands | taken_back, name=name)


class SponsorPayment(RecordedTransfer):
    """Money a sponsor paid for what it bears; its entries stand under "sponsor-paid:<pk>"."""

    sponsor = models.ForeignKey(Sponsor, on_delete=models.PROTECT, related_name="payments")

    class Meta(RecordedTransfer.Meta):
        constraints = [
            models.UniqueConstraint(fields=["bank_number"], condition=Q(reversed_at=None), name="sponsor_payment_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="sponsor_payment_positive"),
            _taken_back_by_somebody("sponsor_payment_taken_back_by"),
        ]

    def __str__(self) -> str:
        return f"{self.sponsor_id} +{self.amount_vnd}"


class PartnerFunding(RecordedTransfer):
    """Money the market passed on to the licensed partner that collects from buyers, for discounts the market and
    sponsors bear; its entries stand under "partner-funded:<pk>"."""

    class Meta(RecordedTransfer.Meta):
        constraints = [
            models.UniqueConstraint(fields=["bank_number"], condition=Q(reversed_at=None), name="partner_funding_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="partner_funding_positive"),
            _taken_back_by_somebody("partner_funding_taken_back_by"),
        ]

    def __str__(self) -> str:
        return f"{self.bank_number} {self.amount_vnd}"
