"""CodeTally comes from the contests: the table stays as it is, only its room changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("contests", "0004_jury")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="CodeTally",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                        ),
                        ("key", models.CharField(max_length=90)),
                        ("window", models.CharField(max_length=16)),
                        ("count", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "db_table": "contests_codetally",
                        "constraints": [
                            models.UniqueConstraint(fields=("key", "window"), name="contest_code_tally")
                        ],
                    },
                ),
            ],
        ),
    ]
