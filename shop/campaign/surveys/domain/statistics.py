"""Shares with 95 % confidence intervals, for simple random samples and for weighted ones.

Wilson's interval of a share p out of n, z = 1.96:
    centre = (p + z²/2n) / (1 + z²/n),  half = z · √(p(1 − p)/n + z²/4n²) / (1 + z²/n).
Weighted answers count as n_eff = (Σw)² / Σw² (Kish), so that uneven weights widen the interval. It says how far
chance may carry a random sample; it says nothing about who was not reached or did not want to answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

Z = 1.959963984540054


@dataclass(frozen=True)
class Interval:
    """Bounds, shares from 0 to 1 or plain numbers."""

    low: float
    high: float


def wilson(share: float, n: float) -> Interval:
    """Return the 95 % interval of a share (0 to 1) of n answers, n > 0 and not necessarily whole."""
    square = Z * Z / n
    centre = (share + square / 2) / (1 + square)
    half = Z * math.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def effective(weights: Sequence[float]) -> float:
    """Return Kish's effective number of answers; 0 for none."""
    squares = sum(weight * weight for weight in weights)
    return sum(weights) ** 2 / squares if squares else 0.0


def difference(now: float, now_n: float, before: float, before_n: float) -> Interval:
    """Return Newcombe's 95 % interval of now − before for shares of two independent samples."""
    one, other = wilson(now, now_n), wilson(before, before_n)
    gap = now - before
    low = gap - math.sqrt((now - one.low) ** 2 + (other.high - before) ** 2)
    high = gap + math.sqrt((one.high - now) ** 2 + (before - other.low) ** 2)
    return Interval(low, high)


def mean(values: Sequence[float], weights: Sequence[float]) -> tuple[float, Interval]:
    """Return the weighted mean with its 95 % interval, mean ± z · s / √n_eff. At least one value."""
    total = sum(weights)
    centre = sum(value * weight for value, weight in zip(values, weights, strict=True)) / total
    spread = sum(weight * (value - centre) ** 2 for value, weight in zip(values, weights, strict=True)) / total
    half = Z * math.sqrt(spread / effective(weights))
    return centre, Interval(centre - half, centre + half)


def quantile(values: Sequence[float], weights: Sequence[float], part: float) -> float:
    """Return the smallest value that at least a part (0 to 1) of the weight does not exceed."""
    pairs = sorted(zip(values, weights, strict=True))
    wanted, seen = part * sum(weights), 0.0
    for value, weight in pairs:
        seen += weight
        if seen >= wanted - 1e-9:
            return value
    return pairs[-1][0]
