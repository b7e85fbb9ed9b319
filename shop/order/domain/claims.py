"""What a pick-up QR says: "CP1:<order number>:<run stop>:<signature>", ECDSA P-256 over what stands before it.

Anybody with the public key can check it, so a point's device does so without network. The private key is derived
from SECRET_KEY, like the keys of the six digits. Whether the code may still be used is not in the QR: the point looks
it up.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from django.conf import settings

PREFIX = "CP1"
SIZE = 32  # bytes of each half of a signature
ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
ALGORITHM = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)


@dataclass(frozen=True)
class Claim:
    """One order at one stop."""

    number: str
    run_stop_id: int


def sign(*, number: str, run_stop_id: int) -> str:
    """Return the text of the QR. The same claim gives the same text."""
    said = f"{PREFIX}:{number}:{run_stop_id}"
    r, s = decode_dss_signature(_key(settings.SECRET_KEY).sign(said.encode(), ALGORITHM))
    return f"{said}:{_b64(r.to_bytes(SIZE) + s.to_bytes(SIZE))}"


def is_claim(text: str) -> bool:
    """Return whether a scanned text has the shape of a signed claim, forged or not."""
    return text.strip().startswith(f"{PREFIX}:")


def read(text: str) -> Claim | None:
    """Return the claim of a scanned text, or None when it is none or its signature is wrong."""
    said, _, signature = text.strip().rpartition(":")
    parts = said.split(":")
    if len(parts) != 3 or parts[0] != PREFIX or not parts[2].isascii() or not parts[2].isdigit() or len(parts[2]) > 18:
        return None
    try:
        raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    except ValueError:
        return None
    if len(raw) != 2 * SIZE:
        return None
    half = encode_dss_signature(int.from_bytes(raw[:SIZE]), int.from_bytes(raw[SIZE:]))
    try:
        _key(settings.SECRET_KEY).public_key().verify(half, said.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return None
    return Claim(parts[1], int(parts[2]))


def public_jwk() -> dict[str, str]:
    """Return the public key as WebCrypto takes it."""
    numbers = _key(settings.SECRET_KEY).public_key().public_numbers()
    return {"kty": "EC", "crv": "P-256", "x": _b64(numbers.x.to_bytes(SIZE)), "y": _b64(numbers.y.to_bytes(SIZE))}


@functools.cache
def _key(secret: str) -> ec.EllipticCurvePrivateKey:
    seed = b"".join(
        hmac.new(secret.encode(), f"pick-up-qr:{part}".encode(), hashlib.sha256).digest() for part in range(2)
    )
    return ec.derive_private_key(1 + int.from_bytes(seed) % (ORDER_OF_P256 - 1), ec.SECP256R1())


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
