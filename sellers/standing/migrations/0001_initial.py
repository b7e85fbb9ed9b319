
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('documents', '0002_add_valid_until_and_kinds'),
        ('partner', '0008_add_market_columns'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BankChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bank_bin', models.CharField(max_length=6, verbose_name='ngân hàng')),
                ('bank_account', models.CharField(max_length=19, verbose_name='số tài khoản')),
                ('bank_holder', models.CharField(max_length=120, verbose_name='chủ tài khoản')),
                ('state', models.CharField(choices=[('pending', 'chờ xác nhận'), ('confirmed', 'đã đổi'), ('refused', 'không nhận'), ('withdrawn', 'đã rút')], default='pending', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('first_at', models.DateTimeField(blank=True, null=True)),
                ('second_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bank_changes', to='partner.partner')),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'pending')), fields=('seller',), name='one_pending_bank_change_per_seller'), models.CheckConstraint(condition=models.Q(models.Q(('second_by', None), models.Q(('second_by', models.F('first_by')), _negated=True), _connector='OR'), models.Q(('first_by', None), models.Q(('first_by', models.F('asked_by')), _negated=True), _connector='OR'), models.Q(('second_by', None), models.Q(('second_by', models.F('asked_by')), _negated=True), _connector='OR')), name='bank_change_has_three_people'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(('first_by__isnull', False), ('second_by__isnull', False)), _connector='OR'), name='bank_change_confirmed_by_two')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('suspend', 'tạm ngừng'), ('close', 'đóng gian hàng')], max_length=10)),
                ('state', models.CharField(choices=[('proposed', 'chờ người thứ hai'), ('scheduled', 'đã báo trước'), ('done', 'đã thực hiện'), ('cancelled', 'đã hủy')], max_length=10)),
                ('reason', models.TextField(verbose_name='lý do')),
                ('authority', models.CharField(blank=True, max_length=160, verbose_name='cơ quan yêu cầu')),
                ('authority_asked_at', models.DateTimeField(blank=True, null=True, verbose_name='cơ quan yêu cầu lúc')),
                ('proposed_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('effective_at', models.DateTimeField(blank=True, null=True, verbose_name='có hiệu lực từ')),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('end_reason', models.TextField(blank=True)),
                ('authority_paper', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='partner.partner')),
            ],
            options={
                'ordering': ['-proposed_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'scheduled'])), fields=('seller',), name='one_open_measure_per_seller'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('confirmed_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='measure_has_two_people'), models.CheckConstraint(condition=models.Q(('authority', ''), models.Q(('authority_paper__isnull', False), ('authority_asked_at__isnull', False)), _connector='OR'), name='authority_request_has_its_paper')],
            },
        ),
    ]
