"""What every way to pay can do. Providers live in one folder each, with the same four files:

`__init__.py` names the provider, `provider.py` is its face to the rest, `entries.py` says what it means in the
ledger, `rules.py` says when it is offered.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Protocol

from django.utils.functional import Promise

from shop.order.models import Order, SellerOrder
from shop.payment.holders import Holder
from shop.payment.models import Payment


class Provider(Protocol):
    """One way to pay. Methods run in the caller's transaction with the payment locked."""

    @property
    def code(self) -> str:
        """What stands on orders and payments."""

    @property
    def label(self) -> str | Promise:
        """What the buyer reads."""

    def is_offered(self, total_vnd: int) -> bool:
        """Return whether an order of this total may be paid this way."""

    def begin(self, *, order: Order, at: datetime.datetime) -> Payment:
        """Start collecting an order's total."""

    def collect(
        self, *, payment: Payment, parts: Sequence[SellerOrder], holder: Holder, at: datetime.datetime
    ) -> Payment:
        """Record that the totals of these parts were received; a second time changes nothing."""

    def cancel(self, *, payment: Payment, amount_vnd: int, at: datetime.datetime) -> Payment:
        """Ask for that much less, because a part was taken back before it was paid."""

    def refund(
        self, *, payment: Payment, parts: Sequence[SellerOrder], holder: Holder, at: datetime.datetime
    ) -> Payment:
        """Give the totals of these parts back from what `holder` keeps; a second time changes nothing."""


class OverRefund(Exception):
    """More would be given back than was received."""
