"""A requirement may be the one that the electronic identity check answers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("onboarding", "0009_seed_replies")]

    operations = [
        migrations.AddField(
            model_name="requirement",
            name="by_identity_check",
            field=models.BooleanField(
                default=False,
                help_text="kết quả của dịch vụ xác minh điện tử ghi vào dòng này",
                verbose_name="xác minh điện tử tự đánh dấu",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(("by_identity_check", False), ("kind", "check"), _connector="OR"),
                name="only_checks_are_ticked_by_identity",
            ),
        ),
    ]
