"""What a VNPay payment means in the ledger: it stands on `clearing:vnpay`.

On the wire VNPay counts hundredths of a đồng (vnp_Amount = VND × 100); everywhere else it is whole VND.
"""

from __future__ import annotations

HUNDREDTHS = 100


def to_vnpay(amount_vnd: int) -> str:
    """Return an amount as VNPay counts it."""
    return str(amount_vnd * HUNDREDTHS)


def from_vnpay(text: str) -> int:
    """Return whole VND. Raises ValueError for parts of a đồng."""
    amount = int(text)
    if amount % HUNDREDTHS:
        raise ValueError(f"{text} is not whole VND")
    return amount // HUNDREDTHS
