"""The standard row of the electronic check is the one its result is written to."""

from django.db import migrations

TITLE = "Đã xác minh điện tử người bán"


def mark(apps, schema_editor) -> None:
    rows = apps.get_model("onboarding", "Requirement").objects.filter(kind="check", title=TITLE)
    rows.update(by_identity_check=True)


class Migration(migrations.Migration):
    dependencies = [("onboarding", "0010_add_by_identity_check")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
