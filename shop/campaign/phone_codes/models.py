"""How often a code was sent or tried, for every room that proves phones with codes."""

from __future__ import annotations

from django.db import models


class CodeTally(models.Model):
    """How often something was asked for within a window: "phone:…", "network:…", "contest:…" in an hour or a day.

    The table keeps the name it had when only contests sent codes.
    """

    key = models.CharField(max_length=90)
    window = models.CharField(max_length=16)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "contests_codetally"
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="contest_code_tally")]

    def __str__(self) -> str:
        return f"{self.key} {self.window}"
