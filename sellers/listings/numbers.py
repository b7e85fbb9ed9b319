"""Read numbers as people write them."""

from __future__ import annotations

import re
from typing import Any


def read_number(text: Any) -> int | None:
    """Return a whole number zero or above, written 1250, 1.250 or 1 250; None when it is not one."""
    digits = re.sub(r"(?<=\d)[.\s\u00a0](?=\d{3}(\D|$))", "", str(text).strip().removesuffix("₫").strip())
    return int(digits) if re.fullmatch(r"\d{1,12}", digits, re.ASCII) else None
