"""Every room stands in the layer contract, and the contract holds."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Rooms that hold no imports of rooms above them and are not part of the stack itself.
OUTSIDE = {"shop.settings", "shop.locale", "shop.wsgi", "shop.apps"}


def contract() -> dict:
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return configuration["tool"]["importlinter"]["contracts"][0]


def named_rooms() -> set[str]:
    separators = str.maketrans("|:", "  ")
    return {room for layer in contract()["layers"] for room in layer.translate(separators).split()}


def rooms_on_disk() -> set[str]:
    shop = {f"shop.{folder.name}" for folder in (ROOT / "shop").iterdir() if (folder / "__init__.py").exists()}
    sellers = {f"sellers.{folder.name}" for folder in (ROOT / "sellers").iterdir() if (folder / "__init__.py").exists()}
    return shop | {room for room in sellers if not room.endswith(".migrations")}


def test_every_room_is_in_the_contract() -> None:
    assert rooms_on_disk() - named_rooms() - OUTSIDE == set()


def test_contract_names_no_room_that_is_gone() -> None:
    missing = [room for room in named_rooms() if not _exists(room)]
    assert missing == []


def test_imports_point_downwards() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def _exists(room: str) -> bool:
    path = ROOT / room.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").exists()


@pytest.mark.parametrize("leaf", ["shop.money", "shop.regions", "shop.migrating"])
def test_leaves_stand_at_the_bottom(leaf: str) -> None:
    assert leaf in contract()["layers"][-1]
