"""A third way to learn of money: the seller who collects it says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payment", "0011_add_bank_statement")]

    operations = [
        migrations.AlterField(
            model_name="receipt",
            name="source",
            field=models.CharField(
                choices=[
                    ("notice", "thông báo của nhà cung cấp"),
                    ("statement", "sao kê ngân hàng"),
                    ("seller", "người bán xác nhận"),
                ],
                default="notice",
                max_length=10,
            ),
        ),
    ]
