"""Weights that make the answers look like the population in every dimension at once (raking).

Iterative proportional fitting: in turn for each dimension, the weights of each value are scaled until they add up to
its share of the population. An answer without a value in a dimension, or with one the population does not name, keeps
its weight there. The weights' mean is 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

ROUNDS = 200
CLOSE = 1e-6

Margins = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Raked:
    """weights: one per answer, in order. dimensions: those used. missing: (dimension, value) nobody answered for."""

    weights: list[float]
    dimensions: list[str] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    is_settled: bool = True


def rake(profiles: Sequence[Mapping[str, str]], margins: Margins) -> Raked:
    """Return weights for answers. profiles: dimension -> value of each; margins: dimension -> value -> people."""
    weights = [1.0] * len(profiles)
    targets: dict[str, dict[str, float]] = {}
    missing: list[tuple[str, str]] = []
    for dimension, people in margins.items():
        present = {profile.get(dimension, "") for profile in profiles}
        missing += [(dimension, value) for value in people if value not in present]
        known = {value: count for value, count in people.items() if value in present and count > 0}
        if len(known) > 1:
            whole = sum(known.values())
            targets[dimension] = {value: count / whole for value, count in known.items()}
    is_settled = not targets
    for _round in range(ROUNDS if targets else 0):
        if max(_scale(weights, profiles, dimension, shares) for dimension, shares in targets.items()) < CLOSE:
            is_settled = True
            break
    return Raked(_to_mean_one(weights), list(targets), missing, is_settled)


def _scale(
    weights: list[float], profiles: Sequence[Mapping[str, str]], dimension: str, shares: Mapping[str, float]
) -> float:
    """Scale in place and return how far the worst value was from its target, as a part of it."""
    sums = dict.fromkeys(shares, 0.0)
    for weight, profile in zip(weights, profiles, strict=True):
        value = profile.get(dimension, "")
        if value in sums:
            sums[value] += weight
    whole = sum(sums.values())
    factors = {value: shares[value] * whole / total for value, total in sums.items() if total}
    for place, profile in enumerate(profiles):
        weights[place] *= factors.get(profile.get(dimension, ""), 1.0)
    return max((abs(factor - 1) for factor in factors.values()), default=0.0)


def _to_mean_one(weights: list[float]) -> list[float]:
    total = sum(weights)
    return [weight * len(weights) / total for weight in weights] if total else weights
