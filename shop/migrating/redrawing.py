"""Apply migrations in a fraction of the time.

While migrations run, Django keeps a picture of all models at each step. When one model changes it draws again all that
are related to it, however far: with some three hundred models around User and Product that is nearly all of them, for
each of a thousand steps, and most of the time of a first start. Here only the changed model is drawn again, which is
what the schema editor reads. A step in Python is given a whole new picture, and a changed field that others refer to,
or that refers to others, goes Django's way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ProjectState


@contextmanager
def narrow_redrawing() -> Iterator[None]:
    """Within the block, migrations redraw what they change and nothing around it."""
    redraw, alter_field = ProjectState._find_reload_model, ProjectState.alter_field
    altering: list[ProjectState] = []

    def narrowly(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> set[tuple[str, str]]:
        if altering and not delay:
            return redraw(state, app_label, model_name, delay)
        state.is_delayed = True  # so a step in Python has everything drawn anew
        return {(app_label, model_name)}

    def noted(state: ProjectState, *args: Any, **named: Any) -> None:
        altering.append(state)
        try:
            alter_field(state, *args, **named)
        finally:
            altering.pop()

    ProjectState._find_reload_model, ProjectState.alter_field = narrowly, noted
    try:
        yield
    finally:
        ProjectState._find_reload_model, ProjectState.alter_field = redraw, alter_field
