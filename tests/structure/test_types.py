"""Every room's domain code is type-checked."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_domain_folder_is_checked() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["files"]
    rooms = [path for package in ("catalogue", "sellers", "shop") for path in (ROOT / package).rglob("domain")]
    missing = [
        str(room.relative_to(ROOT))
        for room in rooms
        if room.is_dir() and not any(room == ROOT / name or ROOT / name in room.parents for name in listed)
    ]
    assert missing == []
