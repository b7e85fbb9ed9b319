"""Edits of shop fronts wait for a reviewer; pictures that are shown already stay shown."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATES = [("waiting", "chờ xem"), ("approved", "đã duyệt"), ("rejected", "từ chối")]


class Migration(migrations.Migration):
    dependencies = [
        ("partner", "0009_add_wholesale_steps"),
        ("shopfront", "0001_add_shop_pictures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="shoppicture",
            name="state",
            field=models.CharField(choices=STATES, default="approved", max_length=10),
        ),
        migrations.AlterField(
            model_name="shoppicture",
            name="state",
            field=models.CharField(choices=STATES, default="waiting", max_length=10),
        ),
        migrations.CreateModel(
            name="ShopEdit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(choices=STATES, db_index=True, default="waiting", max_length=10)),
                ("story", models.TextField(blank=True)),
                ("cover_image", models.CharField(blank=True, max_length=200)),
                ("submitted_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seller",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shop_edits", to="partner.partner"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-submitted_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("seller",), name="one_waiting_shop_edit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "rejected"), _negated=True), models.Q(("reason", ""), _negated=True), _connector="OR"),
                        name="rejected_shop_edit_says_why",
                    ),
                ],
            },
        ),
    ]
