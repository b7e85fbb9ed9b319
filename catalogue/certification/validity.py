"""How long certificates hold."""

from __future__ import annotations

import calendar
import datetime

OCOP_MONTHS = 36


def ocop_valid_until(decision_date: datetime.date) -> datetime.date:
    """Return the last day of an OCOP certificate: 36 months after its decision.

    Source: QĐ 148/QĐ-TTg of 24/02/2023. 29 February becomes 28 February in a common year.
    """
    year = decision_date.year + OCOP_MONTHS // 12
    last_day = calendar.monthrange(year, decision_date.month)[1]
    return decision_date.replace(year=year, day=min(decision_date.day, last_day))
