"""The requirements the market starts with (data/requirements.json); administrators edit the rows afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data" / "requirements.json"


def load_standard_requirements(requirement: Any) -> None:
    """Write the standard rows where there are none yet. requirement: the model, as of a migration or as it is now."""
    if requirement.objects.exists():
        return
    rows = json.loads(DATA.read_text(encoding="utf-8"))
    known = {field.name for field in requirement._meta.get_fields()}  # an early migration knows fewer
    requirement.objects.bulk_create(
        requirement(**{name: value for name, value in row.items() if name in known}) for row in rows
    )
