"""Ask a provider's JSON interface, with time limits; whatever goes wrong on the way is Unavailable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import urllib3

from shop.payment.providers.base import Unavailable

TIMEOUT = urllib3.Timeout(connect=5, read=30)
POOL = urllib3.PoolManager(timeout=TIMEOUT, retries=False)


def post_json(address: str, message: Mapping[str, Any]) -> dict[str, Any]:
    """Post a message and return the JSON object of the answer. Raises Unavailable."""
    try:
        response = POOL.request("POST", address, json=dict(message))
        answer = response.json()
    except (urllib3.exceptions.HTTPError, ValueError) as problem:
        raise Unavailable(f"{address}: {type(problem).__name__}") from problem
    if response.status >= 500 or not isinstance(answer, dict):
        raise Unavailable(f"{address}: {response.status}")
    return answer
