"""Double-entry bookkeeping in whole VND. The database refuses changes, deletions and unbalanced transactions."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.ledger.enums import AccountKind
from shop.money.fields import VndField

APPEND_ONLY = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

CLOSING_LOCK = 7_210_602
"""First number of the advisory locks by which postings into a month and its closing exclude each other; the second is
the month as 202611."""

OPEN_MONTH = f"""
    moment := NEW.occurred_at AT TIME ZONE '{settings.TIME_ZONE}';
    PERFORM pg_advisory_xact_lock_shared({CLOSING_LOCK}, to_char(moment, 'YYYYMM')::int);
    IF EXISTS (SELECT 1 FROM ledger_monthclose WHERE reopened_at IS NULL AND month >= date_trunc('month', moment)) THEN
        RAISE EXCEPTION 'ledger month % is closed', to_char(moment, 'YYYY-MM') USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""  # noqa: S608  nothing but two constants goes in


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
        triggers = [
            *APPEND_ONLY,
            pgtrigger.Trigger(
                name="open_month",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                declare=[("moment", "timestamp")],
                func=OPEN_MONTH,
            ),
        ]

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


class MonthClose(models.Model):
    """A month whose books are closed: nothing is posted into it or before it any more, unless it is reopened.

    month: its first day. balances: kind of account -> balance at its end, as it was when it was closed; recomputing
    must give the same. open_items: what stood open and was accepted, in words. One person asks for reopening, another
    agrees.
    """

    month = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    transaction_count = models.PositiveBigIntegerField()
    balances = models.JSONField()
    open_items = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)
    reopen_reason = models.CharField(max_length=300, blank=True)
    reopen_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reopen_asked_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reopened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["month"], condition=Q(reopened_at=None), name="month_closed_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="month_close_first_day"),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by=None)
                | (
                    Q(reopened_at__isnull=False, reopened_by__isnull=False, reopen_asked_by__isnull=False)
                    & ~Q(reopened_by=F("reopen_asked_by"))
                    & ~Q(reopen_reason="")
                ),
                name="month_reopened_by_two",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_closed",
                fields=["month", "closed_at", "closed_by", "transaction_count", "balances", "open_items", "note"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


class BooksCheck(models.Model):
    """One run of the audit of all invariants: what held and what did not. results: [number, promise, lines broken]."""

    at = models.DateTimeField(db_index=True)
    results = models.JSONField()
    broken_count = models.PositiveIntegerField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.broken_count}"
