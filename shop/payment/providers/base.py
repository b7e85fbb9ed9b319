"""What every way to pay can do. Providers live in one folder each, with the same four files:

`__init__.py` names the provider, `provider.py` is its face to the rest, `entries.py` says what it means in the
ledger, `rules.py` says when it is offered.

There are two kinds. OnDelivery is paid when the goods are received, part by part. Prepaid is paid before anything is
packed: the order waits until its deadline, money comes in as receipts, and goes back as refunds by the same way.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeGuard

from django.utils.functional import Promise

from sellers.models import Partner
from shop.order.models import Order, SellerOrder
from shop.payment.holders import Holder
from shop.payment.models import Payment, Refund


class Provider(Protocol):
    """One way to pay."""

    @property
    def code(self) -> str:
        """What stands on orders and payments."""

    @property
    def label(self) -> str | Promise:
        """What the buyer reads."""

    @property
    def hint(self) -> str | Promise:
        """What happens after choosing it, in one line."""

    @property
    def is_prepaid(self) -> bool:
        """Whether the money comes before the goods are packed."""

    def is_ready(self) -> bool:
        """Return whether its settings are complete; otherwise nobody sees it."""

    def is_offered(self, total_vnd: int, sellers: Sequence[Partner]) -> bool:
        """Return whether an order of this total from these sellers may be paid this way."""

    def begin(self, *, order: Order, at: datetime.datetime) -> list[Payment]:
        """Start collecting what an order still needs. In the caller's transaction, with the order locked."""


class OnDelivery(Provider, Protocol):
    """Paid when the goods are received. Methods run in the caller's transaction with the payment locked."""

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

    def give_back(self, *, payment: Payment, amount_vnd: int, at: datetime.datetime) -> Payment:
        """Note that so much of what was received is the buyer's again; the caller books it and has it paid out."""


class Prepaid(Provider, Protocol):
    """Paid before the goods are packed. These methods may talk to the provider: never inside a transaction."""

    @property
    def hosts(self) -> Sequence[str]:
        """Origins a buyer's browser is sent to; the paying page's form may lead there."""

    def continue_at(self, *, payment: Payment, back: str, at: datetime.datetime, address: str) -> str:
        """Return the provider's page where the buyer pays. back: where the buyer returns to. Raises Unavailable.

        Asking again for the same attempt and amount leads to the same charge.
        """

    def hear(self, *, incoming: Incoming, at: datetime.datetime) -> list[Notice]:
        """Return what a notification says, once it is proved genuine. Raises NotGenuine, Unreadable, Unavailable."""

    def find(self, money: MoneyCame) -> Found:
        """Return the attempt money came for."""

    def answer(self, outcomes: Sequence[str]) -> tuple[int, Mapping[str, object]]:
        """Return the status and body with which a notification is answered."""

    def look(self, *, payment: Payment, at: datetime.datetime) -> list[Notice]:
        """Return what the provider itself says about an attempt now, for notifications that never came."""

    def close(self, *, payment: Payment) -> None:
        """Tell the provider that an attempt is over, so that it takes no more money for it."""

    def send_refund(self, *, refund: Refund, at: datetime.datetime) -> RefundAnswer:
        """Give money back; the refund's key makes asking twice count once. Raises Unavailable."""


@dataclass(frozen=True)
class Incoming:
    """A request from a provider. headers: lower-case names."""

    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, kw_only=True)
class MoneyCame:
    """So much arrived. reference: of the attempt, as far as the provider knows it; account: which it came to."""

    external_id: str
    amount_vnd: int
    paid_at: datetime.datetime
    reference: str = ""
    content: str = ""
    account: str = ""
    payer: str = ""


@dataclass(frozen=True)
class Found:
    """Whose money it is. payment None: a person has to decide, remark says what is known.

    is_foreign: it came to an account that is not ours and is for none of our orders, so it is not our business.
    """

    payment: Payment | None = None
    remark: str = ""
    is_foreign: bool = False


@dataclass(frozen=True, kw_only=True)
class AttemptMoved:
    """An attempt is being processed, or failed. state: "processing" or "failed"."""

    reference: str
    state: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RefundMoved:
    """A refund ended at the provider."""

    external_id: str
    is_done: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class DisputeMoved:
    """A buyer contests a payment with the own bank, or that ended. money_id: the receipt's external id."""

    external_id: str
    money_id: str
    amount_vnd: int
    reason: str
    state: str


@dataclass(frozen=True, kw_only=True)
class AccountMoved:
    """A seller's account at a provider that pays sellers. needs: what the provider still asks of the seller."""

    external_id: str
    can_receive: bool
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Strange:
    """Something a person has to look at: another currency, money of an unknown kind."""

    reason: str


Fact = MoneyCame | AttemptMoved | RefundMoved | DisputeMoved | AccountMoved | Strange


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One verified message. key: unique per provider. fact None: kept and nothing follows from it."""

    key: str
    kind: str
    body: str
    fact: Fact | None = None


@dataclass(frozen=True, kw_only=True)
class RefundAnswer:
    """What came of asking for a refund. by_hand: this way has no interface for it, somebody has to transfer."""

    external_id: str = ""
    is_done: bool = False
    by_hand: bool = False
    problem: str = ""


@dataclass
class NotGenuine(Exception):
    """A notification without a valid signature, or an old one sent again."""

    reason: str = field(default="")


class Unreadable(Exception):
    """A genuine notification that does not say what it should."""


class Unavailable(Exception):
    """The provider does not answer, or refuses; trying later may help."""


class OverRefund(Exception):
    """More would be given back than was received."""


def is_prepaid(way: Provider) -> TypeGuard[Prepaid]:
    """Return whether a provider is a Prepaid one."""
    return way.is_prepaid


def is_on_delivery(way: Provider) -> TypeGuard[OnDelivery]:
    """Return whether a provider is an OnDelivery one."""
    return not way.is_prepaid
