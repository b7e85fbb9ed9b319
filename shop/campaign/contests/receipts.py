"""The secret of one ballot, from which its receipt and its tracker follow (see kiem_phieu.py)."""

from __future__ import annotations

import secrets

from shop.campaign.contests.kiem_phieu import ALPHABET, cleaned

SECRET_CHARACTERS = 16  # 80 bits


def new_secret() -> str:
    """Return a secret for one ballot. It is given to the voter and kept nowhere."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SECRET_CHARACTERS))


def is_secret(text: str) -> bool:
    """Return whether the text, once cleaned, has the shape of a secret."""
    plain = cleaned(text)
    return len(plain) == SECRET_CHARACTERS and set(plain) <= set(ALPHABET)
