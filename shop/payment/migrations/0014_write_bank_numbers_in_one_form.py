"""Transfers are known by the bank's number in one form: letters and digits in capitals (vietqr/numbering.py).

A row whose normal form another row has already stays as it is: a person has seen both.
"""

from typing import Any

from django.db import migrations

PLAIN = """
    upper(regexp_replace(split_part({column}, ':', 1), '[^[:alnum:]]', '', 'g')) || ':' ||
    upper(regexp_replace(substr({column}, strpos({column}, ':') + 1), '[^[:alnum:]]', '', 'g'))
"""
RECEIPTS = f"""
    UPDATE payment_receipt AS r SET external_id = n.plain
    FROM (SELECT id, {PLAIN.format(column="external_id")} AS plain FROM payment_receipt
          WHERE provider = 'vietqr' AND external_id LIKE '%%:%%') AS n
    WHERE n.id = r.id AND n.plain <> r.external_id
        AND NOT EXISTS (SELECT 1 FROM payment_receipt AS o WHERE o.provider = 'vietqr' AND o.external_id = n.plain)
        AND NOT EXISTS (SELECT 1 FROM payment_receipt AS o WHERE o.provider = 'vietqr' AND o.id < r.id
                        AND {PLAIN.format(column="o.external_id")} = n.plain)
"""


def normalise(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(RECEIPTS, [])


class Migration(migrations.Migration):
    dependencies = [("payment", "0013_add_provider_payout")]

    operations = [migrations.RunPython(normalise, migrations.RunPython.noop)]
