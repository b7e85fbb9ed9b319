"""The environment is read in one place, and what it says is what the documents say."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from shop.settings import env

ROOT = Path(__file__).parents[3]
NAMES = [variable.name for variable in env.VARIABLES]


def test_example_file_lists_every_variable_in_order() -> None:
    listed = re.findall(r"^# ([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert listed == NAMES


def test_readme_lists_every_variable() -> None:
    listed = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(NAMES)


def test_every_variable_that_is_read_is_documented() -> None:
    sources = "".join(path.read_text() for path in (ROOT / "shop").rglob("*.py"))
    read = set(re.findall(r'env\.(?:text|flag|number|path|words|url)\(\s*"([A-Z_]+)"', sources))
    assert read - set(NAMES) - {"TEST_DATABASE_NAME"} == set()


def test_nobody_else_reads_the_environment() -> None:
    allowed = {"shop/settings/env.py", "shop/wsgi.py", "shop/asgi.py", "shop/demo/launcher/processes.py"}
    readers = {
        str(path.relative_to(ROOT))
        for package in ("shop", "sellers", "catalogue")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text())
    }
    assert readers - allowed == {"shop/demo/management/commands/run_market.py"}


@pytest.mark.parametrize(
    ("reader", "value", "said"),
    [
        (lambda: env.number("CASH_LIMIT_VND", 1, minimum=0), "nhiều", "CASH_LIMIT_VND='nhiều' must be a whole number"),
        (lambda: env.number("CASH_LIMIT_VND", 1, minimum=0), "-5", "CASH_LIMIT_VND=-5 must be at least 0"),
        (lambda: env.flag("CASH_LIMIT_VND", True), "maybe", "CASH_LIMIT_VND='maybe' must be 1 or 0"),
        (lambda: env.url("CASH_LIMIT_VND", schemes=("redis",)), "http://x", "CASH_LIMIT_VND must start with"),
        (lambda: env.text("CASH_LIMIT_VND", choices=("a",)), "b", "CASH_LIMIT_VND='b' is not one of: a"),
        (lambda: env.text("CASH_LIMIT_VND"), "", "Set CASH_LIMIT_VND in the environment"),
    ],
)
def test_a_wrong_value_is_named(reader, value, said, monkeypatch) -> None:
    monkeypatch.setenv("CASH_LIMIT_VND", value)
    with pytest.raises(ImproperlyConfigured, match=re.escape(said)):
        reader()
