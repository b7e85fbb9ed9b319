"""Tax rates by date with their legal basis, the switch, and every amount withheld or given back."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sellers.tax.enums import SaleKind, Tax
from shop.ledger.reversible import Reversible
from shop.money.fields import VndField

APPEND_ONLY = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class TaxRate(models.Model):
    """One rate in basis points (150 = 1,5 %), with the law it stands in."""

    tax = models.CharField(_("thuế"), max_length=3, choices=Tax.choices)
    sale_kind = models.CharField(_("loại"), max_length=10, choices=SaleKind.choices)
    is_resident = models.BooleanField(_("cư trú"))
    basis_points = models.PositiveIntegerField(_("phần vạn"))
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    legal_basis = models.CharField(_("căn cứ"), max_length=200)

    class Meta:
        ordering = ["-valid_from", "tax", "sale_kind", "-is_resident"]
        constraints = [
            models.UniqueConstraint(fields=["tax", "sale_kind", "is_resident", "valid_from"], name="tax_rate_once"),
            models.CheckConstraint(condition=Q(basis_points__lte=2000), name="tax_rate_at_most_a_fifth"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="tax_rate_in_order"
            ),
            models.CheckConstraint(condition=~Q(sale_kind=SaleKind.UNKNOWN), name="tax_rate_of_a_known_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_tax_display()} {self.basis_points / 100:.2f} %"


class WithholdingDecision(models.Model):
    """Finance confirms withholding, or stops it, from a day on. The last decision that has begun holds."""

    is_on = models.BooleanField()
    starts_on = models.DateField()
    reason = models.CharField(max_length=300)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{'on' if self.is_on else 'off'} {self.starts_on}"


class CategoryTaxKind(models.Model):
    """Which kind of sale the goods of a category are; holds for what is below it too."""

    category = models.OneToOneField("catalogue.Category", on_delete=models.CASCADE, related_name="+")
    sale_kind = models.CharField(max_length=10, choices=SaleKind.choices)

    def __str__(self) -> str:
        return f"{self.category} {self.sale_kind}"


class NonResident(models.Model):
    """A seller that is not resident in Viet Nam for income tax; everybody else is."""

    seller = models.OneToOneField("partner.Partner", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.seller)


class WithheldTax(models.Model):
    """Tax taken off one delivered part for one kind of sale; negative rows offset a sale that was undone."""

    seller = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="withheld_taxes")
    part_number = models.CharField(max_length=32, db_index=True)
    tax = models.CharField(max_length=3, choices=Tax.choices)
    sale_kind = models.CharField(max_length=10, choices=SaleKind.choices)
    is_resident = models.BooleanField()
    base_vnd = VndField()
    basis_points = models.PositiveIntegerField()
    amount_vnd = VndField()
    legal_basis = models.CharField(max_length=200)
    occurred_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["occurred_at", "pk"]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.part_number} {self.tax} {self.amount_vnd}"


class TaxPayment(Reversible):
    """Withheld tax that was paid to the state, with the number of the state's receipt."""

    tax = models.CharField(max_length=3, choices=Tax.choices)
    amount_vnd = VndField()
    paid_on = models.DateField()
    document_number = models.CharField(max_length=60)
    payer = models.CharField(max_length=10)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-paid_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["tax", "document_number"], condition=Q(reversed_at=None), name="tax_payment_once"
            ),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="tax_payment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_tax_display()} {self.document_number}"
