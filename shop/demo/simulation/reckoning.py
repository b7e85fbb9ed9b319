"""What must be true at the end of a simulated day: every parcel and every đồng is explained."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Sum

from sellers.models import StockRecord
from sellers.movements.models import MovementKind
from shop.backoffice.invariants import INVARIANTS
from shop.demo.simulation.counters import Counters, unsettled
from shop.demo.simulation.world import MANY, World
from shop.fulfilment.domain.path import is_legal
from shop.fulfilment.models import CounterAct, CustodyEvent, HandOver, Parcel, ParcelState
from shop.ledger.enums import AccountKind
from shop.ledger.models import Entry
from shop.ledger.queries import balance, balances
from shop.order.enums import SellerOrderState
from shop.order.models import Line, SellerOrder

EXPLAINED = {ParcelState.HANDED_OVER, ParcelState.RETURNED}
EMPTY_AT_LAST = (
    AccountKind.BUYER_DUE,
    AccountKind.SELLER_PENDING,
    AccountKind.CASH_VARIANCE,
    AccountKind.CASH_DISPUTE,
)
OVER = (SellerOrderState.DELIVERED, SellerOrderState.RETURNED, SellerOrderState.CANCELLED)


def broken(world: World, counters: Counters, *, packed: int) -> Iterator[str]:
    """Name everything that is not explained. packed: how many parcels the sellers said they packed."""
    yield from _parcels(packed)
    yield from _acts(counters)
    yield from _cash(world)
    yield from _stock()
    for invariant in INVARIANTS:
        for line in invariant.broken():
            yield f"invariant {invariant.number}, {invariant.promise}: {line}"


def _parcels(packed: int) -> Iterator[str]:
    """Each parcel is with its buyer or back with its seller, by an unbroken chain of custody."""
    if Parcel.objects.count() != packed:
        yield f"{packed} parcels were packed, {Parcel.objects.count()} are known"
    for code, state in Parcel.objects.exclude(state__in=EXPLAINED).values_list("code", "state"):
        yield f"parcel {code} is unexplained: {state}"
    chains: dict[int, list[CustodyEvent]] = {}
    for event in CustodyEvent.objects.order_by("pk"):
        chains.setdefault(event.parcel_id, []).append(event)
    for parcel in Parcel.objects.all():
        yield from _chain(parcel, chains.get(parcel.pk, []))
    for number in SellerOrder.objects.exclude(state__in=OVER).values_list("number", flat=True):
        yield f"part {number} has no ending"


def _chain(parcel: Parcel, events: list[CustodyEvent]) -> Iterator[str]:
    at = ""
    for event in events:
        fits = not at or is_legal(at, event.to_state) or is_legal(at, event.to_state, is_undo=True)
        if event.from_state != at or not fits:
            yield f"parcel {parcel.code}: from {at} to {event.to_state}"
        at = event.to_state
    if at != parcel.state:
        yield f"parcel {parcel.code}: last scan {at}, state {parcel.state}"


def _acts(counters: Counters) -> Iterator[str]:
    """Nothing a phone confirmed is lost, and nothing waits for a person."""
    confirmed = {nonce for phone in counters.phones for nonce in phone.confirmed}
    known = set(CounterAct.objects.values_list("nonce", flat=True))
    for nonce in confirmed - known:
        yield f"act {nonce} was confirmed on a phone and is lost"
    for act in unsettled():
        yield f"act {act.nonce} waits: {act.cause} {act.told}"
    ended = HandOver.objects.filter(undone_at=None, rest_waits=False)
    twice = ended.values("order", "run_stop").annotate(n=Count("pk"))
    for row in twice.filter(n__gt=1):
        yield f"order {row['order']} was handed over {row['n']} times"


def _cash(world: World) -> Iterator[str]:
    """What is really in hands is what the ledger says, holder by holder; buyers owe nothing."""
    held = {f"drawer:{key}": amount for key, amount in balances(AccountKind.CASH_DRAWER).items()}
    held["driver"] = balance(AccountKind.CASH_DRIVER, str(world.driver.pk))
    held["treasury"] = balance(AccountKind.TREASURY)
    for holder in sorted(held.keys() | {name for name in world.cash if name.startswith("drawer:")}):
        real, book = world.cash.get(holder, 0), held.get(holder, 0)
        if real != book:
            yield f"{holder}: {real} đồng in hand, {book} in the ledger"
    taken = HandOver.objects.filter(undone_at=None).aggregate(total=Sum("cash_vnd"))["total"] or 0
    if taken != -world.cash.get("buyers", 0):
        yield f"buyers gave {-world.cash.get('buyers', 0)} đồng, hand-overs say {taken}"
    for kind in EMPTY_AT_LAST:
        for key, amount in balances(kind).items():
            if amount:
                yield f"{kind}:{key} still stands at {amount}"
    total = Entry.objects.aggregate(total=Sum("amount_vnd"))["total"] or 0
    if total:
        yield f"the ledger sums to {total}"


def _stock() -> Iterator[str]:
    """Of each good as much is gone as was delivered or said to be missing."""
    delivered = dict(
        Line.objects.filter(seller_order__state=SellerOrderState.DELIVERED)
        .values_list("stockrecord")
        .annotate(total=Sum("quantity"))
        .order_by("stockrecord")
    )
    missing = dict(
        StockRecord.objects.filter(movements__kind=MovementKind.SHORT)
        .values_list("pk")
        .annotate(total=Sum("movements__on_hand_change"))
    )
    for record in StockRecord.objects.all():
        wanted = MANY - (delivered.get(record.pk) or 0) + (missing.get(record.pk) or 0)
        if record.num_in_stock != wanted or record.num_allocated:
            yield f"stock {record.partner_sku}: {record.num_in_stock} there, {record.num_allocated} held, not {wanted}"
