from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import F


def fill(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Payments so far were all cash: what was collected is what came, and their history has one or two steps."""
    Payment, PaymentEvent = apps.get_model("payment", "Payment"), apps.get_model("payment", "PaymentEvent")
    Payment.objects.update(received_vnd=F("collected_vnd"))
    for payment in Payment.objects.iterator():
        PaymentEvent.objects.create(payment=payment, to_state="pending", at=payment.created_at)
        if payment.state != "pending":
            PaymentEvent.objects.create(
                payment=payment,
                from_state="pending",
                to_state=payment.state,
                at=payment.settled_at or payment.created_at,
            )


class Migration(migrations.Migration):

    dependencies = [("payment", "0008_add_attempts_receipts_refunds")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
