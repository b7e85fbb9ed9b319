
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0034_add_details'),
        ('certification', '0001_initial'),
        ('documents', '0002_add_valid_until_and_kinds'),
        ('partner', '0008_add_market_columns'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExpiryNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_until', models.DateField()),
                ('days', models.PositiveSmallIntegerField()),
                ('told_at', models.DateTimeField()),
                ('certificate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='expiry_notices', to='certification.certificate')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='expiry_notices', to='documents.document')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'certificate', 'valid_until', 'days'), name='warned_once_of_an_expiry', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('certificate__isnull', False), ('document__isnull', True)), models.Q(('certificate__isnull', True), ('document__isnull', False)), _connector='OR'), name='expiry_notice_of_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='ListingHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=30)),
                ('since', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(blank=True, null=True)),
                ('document', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='documents.document')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='catalogue.product')),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='partner.partner')),
            ],
            options={
                'ordering': ['-since', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('product', 'kind'), name='held_once_per_paper')],
            },
        ),
    ]
