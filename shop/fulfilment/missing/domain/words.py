"""Every end of a case says what was found out."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shop.fulfilment.domain.refusal import Refused

SHORTEST = 5


class OutcomeMissing(Refused):
    """Nobody said how it ended."""


def require_outcome(outcome: str) -> None:
    """Raises OutcomeMissing when there are no words that say anything."""
    if len(outcome.strip()) < SHORTEST:
        raise OutcomeMissing(_("Ghi kết quả tìm: thấy ở đâu, hoặc vì sao coi là mất."))
