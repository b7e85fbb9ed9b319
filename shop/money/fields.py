"""Whole đồng in the database."""

from typing import Any

from django.db import models
from django.db.models.functions import Round


class VndField(models.BigIntegerField):
    """An amount in whole VND, prices including VAT. May be negative only where the model allows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", 0)
        super().__init__(*args, **kwargs)


def not_negative(model: str, *fields: str) -> list[models.CheckConstraint]:
    """Return CHECK constraints that keep the named amounts at zero or above."""
    return [
        models.CheckConstraint(condition=models.Q(**{f"{field}__gte": 0}), name=f"{model}_{field}_not_negative")
        for field in fields
    ]


def whole(model: str, *fields: str) -> list[models.CheckConstraint]:
    """Return CHECK constraints that keep Oscar's decimal columns at whole đồng, zero or above."""
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{field}__gte": 0}) & models.Q(**{field: Round(field)}),
            name=f"{model}_{field}_whole",
        )
        for field in fields
    ]
