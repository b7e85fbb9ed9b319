"""A day at the points, on phones mostly without network: scan in, hand over, take back a slip, refuse, mistype."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from shop.demo.simulation.phones import Phone, enrol
from shop.demo.simulation.world import World
from shop.fulfilment.counter.domain.settling import apply_again, dismiss
from shop.fulfilment.models import CounterAct, Parcel
from shop.fulfilment.queries.acts import open_acts
from shop.fulfilment.queries.cash import due_vnd
from shop.order.enums import SellerOrderState
from shop.order.models import SellerOrder
from shop.shipping.models import RunStop

REASON = "Khách đổi ý"
SECONDS = datetime.timedelta(seconds=1)
WRONG_BY_VND = 10_000


@dataclass(frozen=True)
class Ready:
    """One order as the phone shows it: its parts that are not cancelled, and their parcels' codes by part."""

    number: str
    stop_id: int
    parts: list[SellerOrder]
    codes: dict[int, list[str]]

    def given(self, left: list[SellerOrder]) -> list[SellerOrder]:
        return [part for part in self.parts if part not in left]


@dataclass
class Counters:
    """All points' phones. no_shows: numbers of orders nobody came for."""

    phones: list[Phone] = field(default_factory=list)
    no_shows: list[str] = field(default_factory=list)
    acts: int = 0

    def play(self, world: World) -> None:
        """Play every stop, one after the other; at the end every phone has sent everything."""
        for stop in world.stops:
            self._stop(world, stop)
        self.acts = sum(len(phone.confirmed) for phone in self.phones)

    def _stop(self, world: World, stop: RunStop) -> None:
        draw, operator = world.random, world.operators[stop.point_id]
        first = enrol(point=stop.point, operator=operator, random=draw, clock=stop.arrives_at)
        phones = [first]
        self.phones.append(first)
        for code in Parcel.objects.filter(run_stop=stop).order_by("pk").values_list("code", flat=True):
            first.confirm("received", parcel=code)
            first.try_network()
        orders = _ready(stop)
        draw.shuffle(orders)
        swap = len(orders) // 2 if draw.random() < world.scale.two_phones else len(orders)
        for position, ready in enumerate(orders):
            if position == swap:
                phones.append(enrol(point=stop.point, operator=operator, random=draw, clock=phones[-1].clock))
                self.phones.append(phones[-1])
                _again(*phones)
            self._visit(world, stop, phones[-1], ready)
            for phone in phones:
                phone.try_network()
        for phone in reversed(phones):
            phone.send_everything()
        _settle(world, phones[-1].clock)

    def _visit(self, world: World, stop: RunStop, phone: Phone, ready: Ready) -> None:
        """One buyer comes, or does not."""
        draw, scale = world.random, world.scale
        if draw.random() < scale.no_show:
            self.no_shows.append(ready.number)
            return
        if draw.random() < scale.mistyped:
            phone.confirm("failed_attempt", typed=f"{draw.getrandbits(64):x}", why="unknown")
        left = _left(world, ready)
        due = due_vnd(ready.parts[0].order, ready.given(left))
        is_wrong = due > WRONG_BY_VND and draw.random() < scale.wrong_cash
        if not left and not is_wrong and len(ready.parts) > 1 and draw.random() < scale.two_visits:
            _come_twice(phone, ready)
            world.move_cash("buyers", f"drawer:{stop.point_id}", due)
            return
        nonce = _give(phone, ready, left, cash_vnd=due - WRONG_BY_VND * is_wrong)
        if not is_wrong and draw.random() < scale.undone:
            phone.confirm("undo", of=nonce)
            _give(phone, ready, left, cash_vnd=due)
        world.move_cash("buyers", f"drawer:{stop.point_id}", due)


def _again(old: Phone, new: Phone) -> None:
    """The new phone has not heard yet what the old one gave last, and the same order is confirmed on it once more, with
    no second cash. The server finds out, and a person sets it aside."""
    given = [act for act in old.queue if act["kind"] == "handed_over"]
    if given:
        said = {key: value for key, value in given[-1].items() if key not in {"nonce", "seq", "at", "kind"}}
        new.confirm("handed_over", **said)


def _left(world: World, ready: Ready) -> list[SellerOrder]:
    """Return the parts a buyer does not take."""
    luck = world.random.random()
    if luck < world.scale.refused:
        return ready.parts
    if luck < world.scale.refused + world.scale.partial and len(ready.parts) > 1:
        return ready.parts[1:]
    return []


def _give(phone: Phone, ready: Ready, left: list[SellerOrder], *, cash_vnd: int) -> str:
    given = ready.given(left)
    return phone.confirm(
        "handed_over" if not left else "partial" if given else "refused",
        order=ready.number,
        stop=ready.stop_id,
        cash_vnd=cash_vnd,
        parcels=sorted(code for part in given for code in ready.codes[part.pk]),
        found_by="qr" if phone.random.random() < 0.6 else "code",
        refused=[part.number for part in left],
        reason=REASON if left else "",
    )


def _come_twice(phone: Phone, ready: Ready) -> None:
    """The buyer takes what the first seller sent, and comes again for the rest; cash is paid for each by itself."""
    order, (first, *rest) = ready.parts[0].order, ready.parts
    visits = (
        ("partial", [first], {"rest": [part.number for part in rest]}),
        ("handed_over", rest, {"earlier": [first.number]}),
    )
    for kind, parts, more in visits:
        phone.confirm(
            kind,
            order=ready.number,
            stop=ready.stop_id,
            cash_vnd=due_vnd(order, parts),
            parcels=sorted(code for part in parts for code in ready.codes[part.pk]),
            found_by="code",
            refused=[],
            reason="",
            **more,
        )


def _ready(stop: RunStop) -> list[Ready]:
    """Return what the phone shows of a stop: every order with something in it."""
    parts = SellerOrder.objects.filter(run_stop=stop).exclude(state=SellerOrderState.CANCELLED)
    codes: dict[int, list[str]] = {}
    for part_id, code in Parcel.objects.filter(run_stop=stop).order_by("pk").values_list("seller_order", "code"):
        codes.setdefault(part_id, []).append(code)
    found: dict[str, Ready] = {}
    for part in parts.select_related("order").order_by("pk"):
        ready = found.setdefault(part.order.number, Ready(part.order.number, stop.pk, [], codes))
        ready.parts.append(part)
    return list(found.values())


def _settle(world: World, at: datetime.datetime) -> None:
    """The office looks at what the books did not take, each as it stands by then: a slip of the cash is put right, a
    doubled act set aside."""
    for pk in list(open_acts().values_list("pk", flat=True)):
        act = CounterAct.objects.get(pk=pk)
        if act.cause == "cash":
            apply_again(act=act, actor=world.office, at=at, note="Đã gọi điểm đếm lại (mô phỏng)", as_due=True)
        elif act.cause == "already":
            dismiss(act=act, actor=world.office, at=at, note="Máy cũ đã giao (mô phỏng)")


def unsettled() -> list[CounterAct]:
    """Return acts that nobody has settled."""
    return list(open_acts())
