"""Every ledger transaction sums to zero, the database refuses to change one, and closed months stay as they were."""

from shop.ledger.checking import broken

__all__ = ["broken"]
