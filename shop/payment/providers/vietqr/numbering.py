"""One normal form of a bank's transaction number, so that a transfer told of in several ways counts once.

The notifier, a statement and the seller who reads the bank's message write the same number with blanks or without, in
capitals or not, and the account with dots or without.
"""

from __future__ import annotations

import re


def plain(text: str) -> str:
    """Return letters and digits in capitals: what people and banks add in copying is left out."""
    return re.sub(r"[\W_]", "", text).upper()


def transaction_id(*, account: str, reference: str) -> str:
    """Return the key of one transfer: the account it came to and the bank's number of it."""
    return f"{plain(account)}:{plain(reference)}"
