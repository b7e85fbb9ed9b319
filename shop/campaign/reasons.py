"""Whatever is refused, cancelled, taken off or decided against a rule of the machine says why."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

MOST_LETTERS = 500


class ReasonMissing(Exception):
    """Say why: those it concerns read it."""

    message = _("Ghi lý do: người liên quan sẽ đọc, và nhật ký giữ lại.")


def stated(reason: str, *, most: int = MOST_LETTERS) -> str:
    """Return a reason without the blanks around it, cut to so many letters. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()[:most]
