"""Payments of orders, one row per attempt, the money that came in and what goes back; Oscar's models stand behind."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.ledger.reversible import Reversible
from shop.money.fields import VndField, not_negative
from shop.order.enums import PaymentMethod
from shop.payment.enums import LIVE, PaymentState, ReceiptSource, ReceiptState, RefundKind, RefundState

APPEND_ONLY = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Payment(models.Model):
    """One attempt: what one provider is to collect for an order, or for one seller's part of it, and what came.

    amount_vnd: asked for. received_vnd: everything that came. collected_vnd: of it, what is set against the order.
    returned_vnd: of it, what goes or went back. The rest waits, for example until the missing part comes.
    """

    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="payments")
    seller_order = models.ForeignKey(
        "order.SellerOrder", null=True, blank=True, on_delete=models.PROTECT, related_name="payments"
    )
    provider = models.CharField(max_length=12)
    amount_vnd = VndField()
    received_vnd = VndField()
    collected_vnd = VndField()
    returned_vnd = VndField()
    state = models.CharField(max_length=16, choices=PaymentState.choices, default=PaymentState.PENDING, db_index=True)
    reference = models.CharField(max_length=120)
    external_id = models.CharField(max_length=120, blank=True, db_index=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="payment_reference_once"),
            models.UniqueConstraint(
                fields=["order", "seller_order"],
                condition=Q(state__in=LIVE),
                nulls_distinct=False,
                name="one_live_payment",
            ),
            *not_negative("payment", "amount_vnd", "received_vnd", "collected_vnd", "returned_vnd"),
            models.CheckConstraint(condition=Q(collected_vnd__lte=F("amount_vnd")), name="payment_collects_no_more"),
            models.CheckConstraint(
                condition=Q(received_vnd__gte=F("collected_vnd") + F("returned_vnd")),
                name="payment_keeps_what_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.reference}"

    @property
    def waiting_vnd(self) -> int:
        """What came and is neither set against the order nor going back."""
        return int(self.received_vnd - self.collected_vnd - self.returned_vnd)

    @property
    def missing_vnd(self) -> int:
        return max(0, int(self.amount_vnd - self.collected_vnd - self.waiting_vnd))

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class PaymentEvent(models.Model):
    """One move of a payment; together they are a path in its transition table."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="events")
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16, choices=PaymentState.choices)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.payment_id} {self.from_state}→{self.to_state}"


class ProviderEvent(models.Model):
    """What a provider told us, word for word, written together with its effect. The key makes it count once."""

    provider = models.CharField(max_length=12)
    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=80)
    body = models.TextField()
    outcome = models.CharField(max_length=40)
    needs_person = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["provider", "key"], name="provider_event_once")]

    def __str__(self) -> str:
        return f"{self.provider} {self.key}"


class Receipt(models.Model):
    """Money that came in: a bank transfer, a card payment. payment None: nobody knows yet what it is for."""

    provider = models.CharField(max_length=12)
    external_id = models.CharField(max_length=100, help_text=_("mã giao dịch của ngân hàng hoặc nhà cung cấp"))
    payment = models.ForeignKey(Payment, null=True, blank=True, on_delete=models.PROTECT, related_name="receipts")
    state = models.CharField(max_length=10, choices=ReceiptState.choices, db_index=True)
    amount_vnd = VndField()
    source = models.CharField(max_length=10, choices=ReceiptSource.choices, default=ReceiptSource.NOTICE)
    content = models.CharField(max_length=300, blank=True)
    account = models.CharField(max_length=24, blank=True, help_text=_("tài khoản nhận"))
    payer = models.CharField(max_length=160, blank=True, help_text=_("tài khoản và tên người gửi"))
    remark = models.CharField(max_length=200, blank=True)
    paid_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-paid_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["provider", "external_id"], name="receipt_once"),
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="receipt_amount_positive"),
            models.CheckConstraint(
                condition=Q(payment=None) ^ Q(state=ReceiptState.CREDITED), name="receipt_credited_to_a_payment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.external_id}"

    @property
    def way(self) -> str:
        """The words for how it was paid."""
        return str(PaymentMethod(self.provider).label)


class Refund(models.Model):
    """Money to give back by the way it came: of one receipt, the whole or a part.

    dispute: the lost one by which the buyer's bank gave this money back already; then the market sent nothing.
    """

    receipt = models.ForeignKey(Receipt, on_delete=models.PROTECT, related_name="refunds")
    kind = models.CharField(max_length=8, choices=RefundKind.choices)
    state = models.CharField(max_length=8, choices=RefundState.choices, default=RefundState.QUEUED, db_index=True)
    amount_vnd = VndField()
    reason = models.CharField(max_length=200)
    external_id = models.CharField(max_length=120, blank=True, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    next_try_at = models.DateTimeField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dispute = models.ForeignKey(
        "payment.Dispute", null=True, blank=True, on_delete=models.PROTECT, related_name="settled_refunds"
    )

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="refund_amount_positive"),
            models.CheckConstraint(
                condition=Q(dispute=None) | Q(state=RefundState.DONE), name="refund_by_the_bank_is_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.receipt} −{self.amount_vnd}"

    @property
    def idempotency_key(self) -> str:
        return f"refund-{self.pk}"


class Dispute(models.Model):
    """A payment a buyer contests with the own bank. While it is open, and when it is lost, payouts are held."""

    provider = models.CharField(max_length=12)
    external_id = models.CharField(max_length=100)
    receipt = models.ForeignKey(Receipt, null=True, blank=True, on_delete=models.PROTECT, related_name="disputes")
    amount_vnd = VndField()
    reason = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=40)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["provider", "external_id"], name="dispute_once")]

    def __str__(self) -> str:
        return f"{self.provider} {self.external_id}"


class ProviderPayout(Reversible):
    """Buyers' money that a provider passed on to the bank, less its fee.

    payer: whose account it reached, "platform" or "partner". reference: the provider's or the bank's number.
    receipt: the bank's message of it, when that had waited as money nobody could place.
    """

    provider = models.CharField(max_length=12)
    payer = models.CharField(max_length=10)
    paid_on = models.DateField()
    net_vnd = VndField()
    fee_vnd = VndField()
    reference = models.CharField(max_length=80)
    receipt = models.ForeignKey(
        Receipt, null=True, blank=True, on_delete=models.PROTECT, related_name="provider_payouts"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-paid_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "reference"], condition=Q(reversed_at=None), name="provider_payout_once"
            ),
            models.UniqueConstraint(
                fields=["receipt"], condition=Q(reversed_at=None), name="provider_payout_of_a_receipt_once"
            ),
            *not_negative("provider_payout", "net_vnd", "fee_vnd"),
            models.CheckConstraint(condition=Q(net_vnd__gt=0) | Q(fee_vnd__gt=0), name="provider_payout_of_something"),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.reference}"

    @property
    def gross_vnd(self) -> int:
        """What leaves the provider's clearing account."""
        return int(self.net_vnd + self.fee_vnd)

    @property
    def way(self) -> str:
        """The provider in words."""
        return str(PaymentMethod(self.provider).label)


class BankStatement(models.Model):
    """An uploaded statement of the market's account: its rows as text, and which column is which."""

    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    account = models.CharField(max_length=24)
    rows = models.JSONField()
    heading = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name


from oscar.apps.payment.models import *  # noqa: E402, F403
