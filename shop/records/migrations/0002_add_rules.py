"""The terms of Decree 248/2026/NĐ-CP Art. 17–18 as summarised; off until a lawyer has read the full text."""

import datetime
from typing import Any

from django.db import migrations

BASIS = "Nghị định 248/2026/NĐ-CP, Điều 17, 18 (bản tóm tắt, chưa đối chiếu toàn văn)"
RULES = (("listings", 365), ("orders", 1095), ("documents", 1095))


def add(apps: Any, schema_editor: Any) -> None:
    rule = apps.get_model("records", "RetentionRule")
    for kind, days in RULES:
        rule.objects.get_or_create(
            kind=kind,
            valid_from=datetime.date(2026, 7, 1),
            defaults={"keep_days": days, "legal_basis": BASIS, "is_active": False},
        )


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
