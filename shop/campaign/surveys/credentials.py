"""Keyed hashes: the database holds no token, phone number or network address of anybody who answers."""

from __future__ import annotations

import secrets

from django.utils.crypto import salted_hmac

from shop.campaign.phone_codes import credentials as shared

SALT = "shop.campaign.surveys"


def new_token() -> str:
    """Return a secret for an address that one person has (128 bits)."""
    return secrets.token_urlsafe(16)


def of_token(token: str) -> str:
    """Return the hash a token is found by."""
    return _keyed(f"token|{token}")


def of_phone(survey_id: int, phone: str) -> str:
    """Return the hash of a phone (E.164) in one survey; in another survey it is another."""
    return _keyed(f"phone|{survey_id}|{phone}")


def of_code(phone_hash: str, code: str) -> str:
    """Return the hash of a code that was sent to a phone."""
    return _keyed(f"code|{phone_hash}|{code}")


def of_network(survey_id: int, address: str) -> str:
    """Return the hash of the network (/24 or /48) of an address in one survey."""
    return _keyed(f"network|{survey_id}|{shared.of_network(address)}")


def _keyed(text: str) -> str:
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
