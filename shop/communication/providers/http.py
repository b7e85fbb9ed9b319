"""A POST to a provider, with every failure told in the two words that matter: again, or never."""

from __future__ import annotations

from typing import Any

import requests

from shop.communication.providers.base import DeliveryFailed, Undeliverable

TIMEOUT_S = 10
SUCCESS, FINAL, AGAIN = range(200, 300), range(400, 500), frozenset({401, 403, 408, 429})


def post(address: str, **request: Any) -> dict[str, Any]:
    """POST and return the JSON answer.

    Raises Undeliverable for 4xx; DeliveryFailed for no answer, 3xx, 5xx, too many, a key that is refused, or no JSON.
    """
    try:
        answer = requests.post(address, timeout=TIMEOUT_S, allow_redirects=False, **request)
    except requests.RequestException as error:
        raise DeliveryFailed(f"no answer: {type(error).__name__}") from None
    if answer.status_code in FINAL and answer.status_code not in AGAIN:
        raise Undeliverable(f"HTTP {answer.status_code}")
    if answer.status_code not in SUCCESS:
        raise DeliveryFailed(f"HTTP {answer.status_code}")
    try:
        found = answer.json()
    except ValueError:
        raise DeliveryFailed("the answer is not JSON") from None
    return found if isinstance(found, dict) else {}
