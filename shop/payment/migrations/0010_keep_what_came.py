from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):

    dependencies = [("payment", "0009_fill_what_came")]

    operations = [
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(received_vnd__gte=F("collected_vnd") + F("returned_vnd")),
                name="payment_keeps_what_came",
            ),
        ),
    ]
