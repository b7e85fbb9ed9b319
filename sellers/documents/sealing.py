"""Seal what is private before it is written anywhere: papers and personal numbers.

Fernet (AES-128-CBC with HMAC-SHA256) under keys derived by HKDF from PAPER_KEYS, or from SECRET_KEY where that is
empty. The first key seals, all of them open, so that a key is changed by putting the new one in front.
"""

from __future__ import annotations

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"cho-phien private papers"
MARK = b"gAAAA"  # how every Fernet token begins; neither WebP nor PDF does


class Unreadable(Exception):
    """What was sealed cannot be opened with the keys of today."""


def seal(data: bytes) -> bytes:
    """Return the data encrypted and authenticated."""
    return _sealer(_secrets()).encrypt(data)


def unseal(data: bytes) -> bytes:
    """Return what was sealed. Raises Unreadable."""
    try:
        return _sealer(_secrets()).decrypt(data)
    except InvalidToken:
        raise Unreadable("sealed with a key that is not in PAPER_KEYS, or changed since") from None


def is_sealed(data: bytes) -> bool:
    """Return whether the data looks like something sealed; files from before sealing do not."""
    return data.startswith(MARK)


def _secrets() -> tuple[str, ...]:
    return tuple(settings.PAPER_KEYS) or (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _sealer(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
