"""Stands in for Oscar's migration of this name, which gives every staff user all permissions of Oscar's dashboard.

Here nobody gets them: roles are granted per seller, point or province (shop.accounts).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("customer", "0007_auto_20200801_0817")]
    operations: list[migrations.RunPython] = []
