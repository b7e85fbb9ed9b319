
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('onboarding', '0006_add_review_state_and_assignee'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IdentityCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('provider', models.CharField(max_length=60)),
                ('outcome', models.CharField(choices=[('verified', 'khớp'), ('mismatch', 'không khớp'), ('unavailable', 'chưa kiểm tra được')], max_length=12)),
                ('reference', models.CharField(blank=True, max_length=80, verbose_name='mã tra cứu')),
                ('note', models.CharField(blank=True, max_length=300)),
                ('checked_at', models.DateTimeField()),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identity_checks', to='onboarding.sellerapplication')),
            ],
            options={
                'ordering': ['-checked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='RepresentativeIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number_sealed', models.BinaryField(blank=True)),
                ('born_on_sealed', models.BinaryField(blank=True)),
                ('last_digits', models.CharField(blank=True, max_length=3)),
                ('written_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(blank=True, null=True)),
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='identity', to='onboarding.sellerapplication')),
            ],
        ),
        migrations.CreateModel(
            name='IdentityLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('viewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('identity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='onboarding.representativeidentity')),
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='identitylook',
            trigger=pgtrigger.compiler.Trigger(name='no_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7cf8097fe81ff9785ef5d27c15b72e12bdff8129', operation='UPDATE', pgid='pgtrigger_no_change_ff291', table='onboarding_identitylook', when='BEFORE')),
        ),
    ]
