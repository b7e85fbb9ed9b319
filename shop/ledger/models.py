"""Double-entry bookkeeping in whole VND. The database refuses changes, deletions and unbalanced transactions."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.ledger.enums import AccountKind
from shop.money.fields import VndField

APPEND_ONLY = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class Account(models.Model):
    """One account, for example `seller_pending:17` or `cash_drawer:3`."""

    code = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=30, choices=AccountKind.choices, db_index=True)
    key = models.CharField(max_length=48, blank=True, help_text=_("khóa của nhà bán, đơn hàng hoặc điểm nhận"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="account_kind_key")]

    def __str__(self) -> str:
        return self.code


class Transaction(models.Model):
    """A balanced set of entries for one business event; the business key makes posting idempotent."""

    business_key = models.CharField(max_length=120, unique=True, help_text="order-placed:CP-26-000123")
    kind = models.CharField(max_length=40, db_index=True)
    order_number = models.CharField(max_length=32, blank=True, db_index=True)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal")
    occurred_at = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return self.business_key


class Entry(models.Model):
    """One side of a transaction. amount_vnd: positive debits the account, negative credits it, never zero."""

    transaction = models.ForeignKey(Transaction, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="entries")
    amount_vnd = VndField()
    line_key = models.CharField(max_length=48, blank=True, help_text=_("dòng đơn hàng hoặc đơn của nhà bán"))

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(amount_vnd=0), name="entry_not_zero")]
        indexes = [models.Index(fields=["account", "transaction"]), models.Index(fields=["line_key"])]
        triggers = [
            *APPEND_ONLY,
            pgtrigger.Trigger(
                name="balanced",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func="""
                    IF (SELECT COALESCE(SUM(amount_vnd), 0) FROM ledger_entry
                        WHERE transaction_id = NEW.transaction_id) <> 0 THEN
                        RAISE EXCEPTION 'ledger transaction % is not balanced', NEW.transaction_id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.amount_vnd:+d}"
