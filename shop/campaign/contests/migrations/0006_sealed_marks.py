"""Marks are sealed; those there are, handed in or not, keep their points."""

from django.db import migrations, models

from shop.campaign.contests.sealed_marks import seal


def seal_all(apps, schema_editor):
    """Seal what was kept plain. The trigger that keeps handed-in marks rests meanwhile, within this transaction."""
    marks = apps.get_model("contests", "Mark").objects.all()
    if not marks.exists():
        return
    schema_editor.execute("ALTER TABLE contests_mark DISABLE TRIGGER USER")
    for mark in marks:
        whose = {"juror_id": mark.juror_id, "entry_id": mark.entry_id, "criterion_id": mark.criterion_id}
        marks.filter(pk=mark.pk).update(sealed=seal(mark.points, **whose))
    schema_editor.execute("ALTER TABLE contests_mark ENABLE TRIGGER USER")


class Migration(migrations.Migration):
    dependencies = [("contests", "0005_code_tally_moves")]

    operations = [
        migrations.AddField("mark", "sealed", models.CharField(default="", max_length=200), preserve_default=False),
        migrations.RunPython(seal_all, migrations.RunPython.noop),
        migrations.RemoveConstraint("mark", "contest_mark_within_points"),
        migrations.RemoveField("mark", "points"),
    ]
