"""The environment is read in one place, and what it says is what the documents say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

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
    read = set(re.findall(r'env\.(?:text|flag|numbers?|path|words|url)\(\s*"([A-Z_]+)"', sources))
    assert read - set(NAMES) - {"TEST_DATABASE_NAME"} == set()


def test_nobody_else_reads_the_environment() -> None:
    allowed = {"shop/settings/env.py", "shop/wsgi.py", "shop/demo/launcher/processes.py"}
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
        (lambda: env.day("CASH_LIMIT_VND"), "31/1", "CASH_LIMIT_VND='31/1' must be a day, for example 2026-01-31"),
        (lambda: env.text("CASH_LIMIT_VND"), "", "Set CASH_LIMIT_VND in the environment"),
    ],
)
def test_a_wrong_value_is_named(reader, value, said, monkeypatch) -> None:
    monkeypatch.setenv("CASH_LIMIT_VND", value)
    with pytest.raises(ImproperlyConfigured, match=re.escape(said)):
        reader()


def test_manage_py_lets_the_env_file_name_the_settings(tmp_path: Path) -> None:
    (tmp_path / "shop/settings").mkdir(parents=True)
    for name in ("manage.py", "shop/settings/env.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "probe.py").write_text(
        "from django.core.exceptions import ImproperlyConfigured as No\nraise No('read')\n"
    )
    (tmp_path / ".env").write_text("DJANGO_SETTINGS_MODULE=probe\n")
    unset = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    started = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=tmp_path, env=unset, capture_output=True, text=True
    )

    assert started.stderr == "Cấu hình chưa đúng: read\n"


def test_a_statement_of_a_test_does_not_run_for_ever(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("2min",)
