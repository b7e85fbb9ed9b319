"""How big a simulated day is and how much goes wrong in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Scale:
    """Counts are of the whole day; shares are of orders (0.02 = 2 %) unless they say otherwise."""

    points: int = 20
    orders: int = 2_000
    parcels: int = 5_000
    sellers: int = 40
    goods: int = 120
    seed: int = 1
    no_show: float = 0.05
    cancelled: float = 0.02
    short: float = 0.03  # of the sellers' parts
    partial: float = 0.02
    two_visits: float = 0.05
    refused: float = 0.01
    undone: float = 0.02
    wrong_cash: float = 0.005
    mistyped: float = 0.02
    two_phones: float = 0.25  # of the points
    miscounted: float = 0.3  # of the drawers, and of what drivers count

    @property
    def parcels_per_part(self) -> float:
        """How many boxes a part is packed into on average: an order has one and a half parts."""
        return self.parcels / (self.orders * PARTS_PER_ORDER * (1 - self.cancelled))


PARTS_PER_ORDER = 1.5
