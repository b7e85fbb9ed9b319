from django.db import migrations

from sellers.onboarding.standard import load_standard_requirements


def seed(apps, schema_editor):
    load_standard_requirements(apps.get_model("onboarding", "Requirement"))
    applications = apps.get_model("onboarding", "SellerApplication").objects
    applications.filter(sells_food=True, goods_kinds=[]).update(goods_kinds=["food"])
    applications.filter(sells_food=False, goods_kinds=[]).update(goods_kinds=["craft"])


class Migration(migrations.Migration):

    dependencies = [
        ("onboarding", "0003_add_requirements"),
    ]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop, elidable=False)]
