"""What stands between a seller's earned money and its payout, and the payouts themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sellers.payouts.enums import STANDING, BatchState, Payer, PayoutState, TransferState
from sellers.payouts.words import transfer_words
from shop.money.fields import VndField, not_negative


class PayoutHold(models.Model):
    """Money of one part of an order that is not paid out while something about it is open.

    source: what asked for it, for example "dispute:stripe:dp_1:CP-26-000123-1"; each asks once.
    """

    seller = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="payout_holds")
    source = models.CharField(max_length=200, unique=True)
    part_number = models.CharField(max_length=32, db_index=True)
    amount_vnd = VndField()
    held_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        constraints = [*not_negative("payout_hold", "amount_vnd")]

    def __str__(self) -> str:
        return self.source


class PayoutPeriod(models.Model):
    """The days one settlement covers, both included. Periods follow each other without gap."""

    starts_on = models.DateField(unique=True)
    ends_on = models.DateField(unique=True)
    settled_at = models.DateTimeField()
    part_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-starts_on"]
        constraints = [models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="period_in_order")]

    def __str__(self) -> str:
        return f"{self.starts_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"


class Payout(models.Model):
    """One seller's settled period, whole VND in the seller's favour.

    earned_vnd: of the settled parts, commission and tax taken off. cash_vnd: of them, what the seller took from
    buyers already. brought_vnd: debt of the period before, never positive. amount_vnd: to transfer. paid_in_vnd:
    what the seller paid of a debt. carried_vnd: the debt that goes on to the next period, never positive.
    by_bank: finance decided that it goes by the bank's file, whatever route its seller has.
    """

    period = models.ForeignKey(PayoutPeriod, on_delete=models.PROTECT, related_name="payouts")
    seller = models.ForeignKey("partner.Partner", on_delete=models.PROTECT, related_name="payouts")
    state = models.CharField(max_length=10, choices=PayoutState.choices, db_index=True)
    part_count = models.PositiveIntegerField()
    earned_vnd = VndField()
    cash_vnd = VndField()
    brought_vnd = VndField()
    amount_vnd = VndField()
    paid_in_vnd = VndField()
    carried_vnd = VndField()
    by_bank = models.BooleanField(default=False)

    class Meta:
        ordering = ["-period__starts_on", "seller__name"]
        constraints = [
            models.UniqueConstraint(fields=["period", "seller"], name="payout_once_per_period"),
            *not_negative("payout", "amount_vnd", "paid_in_vnd"),
            models.CheckConstraint(condition=Q(carried_vnd__lte=0, brought_vnd__lte=0), name="payout_carries_debt"),
            models.CheckConstraint(
                condition=Q(
                    carried_vnd=F("earned_vnd") - F("cash_vnd") + F("brought_vnd") + F("paid_in_vnd") - F("amount_vnd")
                ),
                name="payout_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller} {self.period}"


class PayoutBatch(models.Model):
    """Transfers that go to the bank together, made by one person and approved by another."""

    payer = models.CharField(max_length=10, choices=Payer.choices)
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.PENDING, db_index=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=BatchState.APPROVED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("created_by"))),
                name="batch_approved_by_another",
            )
        ]

    def __str__(self) -> str:
        return f"CT-{self.pk:05d}"


class Transfer(models.Model):
    """One payout in one batch, to the account the seller had when the batch was made: at a bank, or by a route.

    tried_at: when a route was last asked to move the money.
    """

    batch = models.ForeignKey(PayoutBatch, on_delete=models.PROTECT, related_name="transfers")
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="transfers")
    state = models.CharField(max_length=10, choices=TransferState.choices, default=TransferState.WAITING)
    amount_vnd = VndField()
    reference = models.CharField(max_length=20, unique=True)
    bank_bin = models.CharField(max_length=6)
    bank_account = models.CharField(max_length=19)
    bank_holder = models.CharField(max_length=120)
    route = models.CharField(max_length=20, blank=True, help_text=_("trống: tệp ngân hàng"))
    destination = models.CharField(max_length=60, blank=True, help_text=_("tài khoản ở nhà cung cấp của đường này"))
    bank_number = models.CharField(max_length=60, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["payout"], condition=Q(state__in=STANDING), name="one_standing_transfer"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="transfer_amount_positive"),
            models.CheckConstraint(condition=Q(route="") | ~Q(destination=""), name="transfer_route_leads_somewhere"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def state_words(self) -> str:
        """Where it stands, with the name of who moves the money."""
        return transfer_words(self.state, self.route)


class BankAnswer(models.Model):
    """An uploaded list of what the bank did with transfers, with what each row came to."""

    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    rows = models.JSONField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
