"""What must always hold, checked over the whole database: one module per promise, each with `broken()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from shop.backoffice.invariants import (
    amendments,
    cash,
    effects,
    hand_overs,
    ledger,
    order_totals,
    paths,
    payouts,
    quotas,
    received,
    returns,
    room,
    shares,
    standings,
    stock,
    votes,
    vouchers,
)


@dataclass(frozen=True)
class Invariant:
    """A promise and its check. `broken` yields one line for each thing that breaks it."""

    number: int
    promise: str
    broken: Callable[[], Iterable[str]]


INVARIANTS = (
    Invariant(1, "an order's total is its lines, delivery and discounts, and is paid or due", order_totals.broken),
    Invariant(2, "sellers' shares, commission and charges make up each part", shares.broken),
    Invariant(2, "vouchers are used no more than was set, and each bearer's bill adds up", vouchers.broken),
    Invariant(3, "drawers and drivers hold what hand-overs, closings and remittances say", cash.broken),
    Invariant(3, "every ledger transaction sums to zero and cannot be changed, nor a closed month", ledger.broken),
    Invariant(4, "stock held is there and is what orders hold", stock.broken),
    Invariant(4, "runs and stops hold no more than they can", room.broken),
    Invariant(5, "provider events, receipts and live attempts are there once", received.counted_twice),
    Invariant(5, "a part is settled with its seller once a period, a payout transferred once", payouts.doubled),
    Invariant(5, "a vote is in the register once and in the log once, and the log's chain is whole", votes.broken),
    Invariant(5, "a survey's quotas hold exactly the answers that count", quotas.broken),
    Invariant(6, "what is settled is paid out, waits, or is carried on; never more", payouts.broken),
    Invariant(6, "no more goes back than came", received.too_much_back),
    Invariant(7, "every history is a path in its transition table", paths.broken),
    Invariant(7, "a change of an order waits or has one outcome, and never costs the buyer more", amendments.broken),
    Invariant(7, "goods come back once, by legal steps, and their money by the ledger", returns.broken),
    Invariant(7, "every application and seller stands where legal moves led it", standings.broken),
    Invariant(8, "money that came is an order's, goes back, or waits for a person", received.orphans),
    Invariant(9, "one hand-over per order and stop; codes die with the last parcel", hand_overs.broken),
    Invariant(10, "each event is delivered, and takes effect once", effects.broken),
)
