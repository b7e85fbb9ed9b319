"""A message of a provider from its bytes to its effect: what the webhook address does, and the demo bank."""

from __future__ import annotations

import datetime

from shop.payment.domain.notices import take_notice
from shop.payment.providers.base import Incoming, Prepaid


def listen(*, way: Prepaid, incoming: Incoming, at: datetime.datetime) -> list[str]:
    """Verify a message, ask the provider back where needed, and let each notice take effect; return the outcomes.

    Raises NotGenuine, Unreadable, Unavailable; then nothing was written.
    """
    notices = way.hear(incoming=incoming, at=at)
    return [take_notice(code=way.code, notice=notice, at=at) for notice in notices]
