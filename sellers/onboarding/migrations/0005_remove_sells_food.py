from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("onboarding", "0004_seed_requirements"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="sellerapplication",
            name="sells_food",
        ),
    ]
