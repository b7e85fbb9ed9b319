from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("order", "0026_add_added_to")]

    operations = [
        migrations.AddField(
            model_name="line",
            name="commission_basis_points",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
