"""Share a whole amount out so that the shares are whole too and sum to it exactly."""

from __future__ import annotations

from collections.abc import Sequence


def largest_remainder(*, total_vnd: int, weights: Sequence[int]) -> list[int]:
    """Return one whole share per weight, in proportion, summing to `total_vnd` to the đồng.

    Every share is first rounded down; the đồng left over go to the largest remainders, of equal ones to the first.
    Weights are whole and not negative. Without any weight the first share takes all. A negative total is shared like
    its positive one.
    """
    if total_vnd < 0:
        return [-share for share in largest_remainder(total_vnd=-total_vnd, weights=weights)]
    whole = sum(weights)
    if not whole:
        return [total_vnd if at == 0 else 0 for at in range(len(weights))]
    shares = [total_vnd * weight // whole for weight in weights]
    left = total_vnd - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(total_vnd * weights[at] % whole), at))
    for at in by_remainder[:left]:
        shares[at] += 1
    return shares
