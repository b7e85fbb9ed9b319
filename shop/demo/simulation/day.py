"""Play a whole day and say what came of it."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from shop.demo.simulation import cash, reckoning, road, selling
from shop.demo.simulation.counters import Counters
from shop.demo.simulation.scale import Scale
from shop.demo.simulation.world import World, build

Say = Callable[[str], object]


@dataclass
class Report:
    """What happened, how long each part took in seconds, and what is not explained."""

    world: World
    counters: Counters = field(default_factory=Counters)
    counts: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def throughput(self, part: str, count: str) -> float:
        """Return how many of `count` a second `part` dealt with."""
        return self.counts[count] / max(self.seconds[part], 1e-9)


def play(scale: Scale, *, now: datetime.datetime, say: Say = lambda line: None) -> Report:
    """Play a day whose run leaves at `now`, in a database that holds nothing else, and reckon it up."""
    world = build(scale, now=now)
    report = Report(world)
    with _timed(report, "orders", say):
        orders = selling.place_orders(world)
    with _timed(report, "freeze", say):
        lines = road.freeze_run(world)
    with _timed(report, "packing", say):
        short = selling.change_short_parts(world)
        packed = selling.pack_all(world)
    with _timed(report, "road", say):
        road.drive(world)
    counters = report.counters
    with _timed(report, "counters", say):
        counters.play(world)
    with _timed(report, "cash", say):
        cash.close_drawers(world)
    with _timed(report, "back", say):
        back = road.bring_back_the_rest(world)
    with _timed(report, "settling", say):
        cash.settle_differences(world)
    report.counts = _counts(world, counters, len(orders), lines, short, packed, back)
    with _timed(report, "reckoning", say):
        report.broken = list(reckoning.broken(world, counters, packed=packed))
    return report


def _counts(
    world: World, counters: Counters, orders: int, lines: int, short: int, packed: int, back: int
) -> dict[str, int]:
    return {
        "points": len(world.stops),
        "orders": orders,
        "lines": lines,
        "short": short,
        "parcels": packed,
        "phones": len(counters.phones),
        "messages": sum(phone.messages for phone in counters.phones),
        "acts": counters.acts,
        "no_shows": len(counters.no_shows),
        "back": back,
        "cash_vnd": -world.cash.get("buyers", 0),
        "treasury_vnd": world.cash.get("treasury", 0),
        "lost_vnd": world.cash.get("lost", 0),
    }


@contextmanager
def _timed(report: Report, part: str, say: Say) -> Iterator[None]:
    say(f"  {part} …")
    begun = time.monotonic()
    yield
    report.seconds[part] = time.monotonic() - begun
    say(f"  {part}: {report.seconds[part]:.1f} s")
