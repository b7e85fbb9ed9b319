"""Migrations that redraw little make the same tables, and a step in Python sees every relation."""

from typing import Any

import pytest
from django.core.management import get_commands
from django.db import connection, models
from django.db.migrations import AddField, AlterField, CreateModel, Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from shop.migrating.redrawing import narrow_redrawing

pytestmark = pytest.mark.django_db
CODES = ("223", "22333")
seen: list[str] = []


def look_along_relations(apps: Any, schema_editor: Any) -> None:
    villages = apps.get_model("thu", "Village").objects
    village = villages.create(code=CODES[villages.count()], name="Suối Giàng")
    house = village.house_set.create()
    assert apps.get_model("thu", "House").objects.get(village__code=village.code, village__name="Suối Giàng") == house
    seen.append(village.code)
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what follows changes these tables


class Steps(Migration):
    operations = [
        CreateModel("Village", [("code", models.CharField(primary_key=True, max_length=3))]),
        CreateModel("House", [("id", models.AutoField(primary_key=True))]),
        AddField("House", "village", models.ForeignKey("thu.Village", models.CASCADE)),
        AddField("Village", "name", models.CharField(max_length=40, default="")),
        RunPython(look_along_relations),  # before anything is altered, which draws everything
        AlterField("Village", "code", models.CharField(primary_key=True, max_length=5)),
        RunPython(look_along_relations),
    ]


def columns(table: str) -> dict[str, tuple[str, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type, character_maximum_length FROM information_schema.columns"
            " WHERE table_name = %s",
            [table],
        )
        return {name: (kind, length) for name, kind, length in cursor.fetchall()}


def apply() -> None:
    drawn = ProjectState()
    assert drawn.apps  # Django draws everything before the first step
    with connection.schema_editor(atomic=True) as editor:
        Steps("0001_initial", "thu").apply(drawn, editor)


def test_tables_and_relations_are_djangos() -> None:
    """The column that refers to another follows that one's change of length."""
    seen.clear()
    with narrow_redrawing():
        apply()
    assert columns("thu_house")["village_id"] == ("character varying", 5)
    assert columns("thu_village") == {"code": ("character varying", 5), "name": ("character varying", 40)}
    assert tuple(seen) == CODES


def test_less_is_drawn_and_django_is_as_before_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    reload = ProjectState._reload

    def counted(state: ProjectState, related: set[tuple[str, str]]) -> None:
        drawn.append(len(related))
        reload(state, related)

    monkeypatch.setattr(ProjectState, "_reload", counted)
    before = (ProjectState._find_reload_model, ProjectState.alter_field)
    with narrow_redrawing():
        apply()
    narrow = sum(drawn)
    assert (ProjectState._find_reload_model, ProjectState.alter_field) == before
    with connection.schema_editor() as editor:
        for table in ("thu_house", "thu_village"):
            editor.execute(f"DROP TABLE {table}")
    drawn.clear()
    apply()
    assert 0 < narrow < sum(drawn)


def test_the_command_is_the_quick_one_and_nothing_is_left_to_apply() -> None:
    assert get_commands()["migrate"] == "shop.migrating"
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
