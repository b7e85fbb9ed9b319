"""What a card payment means in the ledger: it stands on `clearing:stripe` until Stripe pays it out to the bank.

VND is a zero-decimal currency: Stripe's amounts are whole đồng, never hundredths.
"""

CURRENCY = "vnd"


def to_stripe(amount_vnd: int) -> int:
    """Return an amount as Stripe counts it."""
    return amount_vnd


def from_stripe(amount: int) -> int:
    """Return whole VND of an amount as Stripe counts it."""
    return amount
