from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("shipping", "0005_add_run_templates")]

    operations = [
        migrations.AddField(
            model_name='runstop',
            name='arrived_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='xe tới lúc'),
        ),
    ]
