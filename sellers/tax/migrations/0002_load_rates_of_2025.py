"""The rates of Decree 117/2025/NĐ-CP. They ended on 30 June 2026; withholding stays off until finance confirms."""

from django.db import migrations

BASIS = "Nghị định 117/2025/NĐ-CP"
RATES = {  # kind: VAT, PIT of residents, PIT of others, in basis points
    "goods": (100, 50, 100),
    "service": (500, 200, 500),
    "transport": (300, 150, 200),
}


def load(apps, schema_editor):
    rate = apps.get_model("seller_tax", "TaxRate")
    for kind, (vat, pit, pit_of_others) in RATES.items():
        for is_resident, income in ((True, pit), (False, pit_of_others)):
            for tax, basis_points in (("vat", vat), ("pit", income)):
                rate.objects.create(
                    tax=tax,
                    sale_kind=kind,
                    is_resident=is_resident,
                    basis_points=basis_points,
                    valid_from="2025-07-01",
                    valid_to="2026-06-30",
                    legal_basis=BASIS,
                )


class Migration(migrations.Migration):
    dependencies = [("seller_tax", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
