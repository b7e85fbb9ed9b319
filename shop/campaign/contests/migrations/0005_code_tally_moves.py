"""CodeTally lives in phone_codes from now on; nothing changes in the database."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("contests", "0004_jury"), ("phone_codes", "0001_initial")]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel(name="CodeTally")])]
