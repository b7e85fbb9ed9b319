"""Parcel codes: "K-7F3Q-X", readable aloud and from a worn label, with a check character.

The alphabet has no 0, 1, I, O or U. It has 31 signs, a prime, so a weighted sum catches every wrong character and
every two that changed places.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
PREFIX = "K"
LENGTHS = (4, 5, 6)
CANDIDATES = 8


def candidates(length: int) -> list[str]:
    """Return random codes of this many characters, without those that happen to repeat."""
    bodies = {"".join(secrets.choice(ALPHABET) for _ in range(length)) for _ in range(CANDIDATES)}
    return [written(body) for body in bodies]


def written(body: str) -> str:
    """Return the code of a body as it is printed: "7F3Q" gives "K-7F3Q-" and its check character."""
    return f"{PREFIX}-{body}-{check_character(body)}"


def check_character(body: str) -> str:
    """Return the sign that makes the weighted sum of body and check zero modulo 31."""
    weighted = sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, start=2))
    return ALPHABET[-weighted % len(ALPHABET)]


def tidy(text: str) -> str:
    """Return a code as it is printed, from what was scanned or typed: " k7f3qx" gives "K-7F3Q-X".

    What has not the shape of a code comes back as it was, without blanks and in capitals.
    """
    bare = re.sub(r"[\s\-.–]", "", text).upper()
    shape = re.fullmatch(rf"{PREFIX}([{ALPHABET}]{{{LENGTHS[0]},{LENGTHS[-1]}}})([{ALPHABET}])", bare)
    return f"{PREFIX}-{shape[1]}-{shape[2]}" if shape else bare


def is_well_formed(code: str) -> bool:
    """Return whether a printed code's check character is right."""
    parts = code.split("-")
    return len(parts) == 3 and bool(parts[1]) and set(parts[1]) <= set(ALPHABET) and code == written(parts[1])
