
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partner', '0008_add_market_columns'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StaffInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('seller_owner', 'chủ gian hàng'), ('seller_manager', 'quản lý gian hàng'), ('seller_packer', 'người đóng gói')], max_length=20, verbose_name='vai trò')),
                ('phone', models.CharField(blank=True, db_index=True, max_length=16, verbose_name='điện thoại')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('cancelled_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='partner.partner')),
            ],
            options={
                'ordering': ['-invited_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('phone', ''), models.Q(('email', ''), _negated=True)), models.Q(models.Q(('phone', ''), _negated=True), ('email', '')), _connector='OR'), name='invitation_to_a_phone_or_an_email'), models.CheckConstraint(condition=models.Q(('role__in', ['seller_owner', 'seller_manager', 'seller_packer'])), name='invitation_to_a_seller_role')],
            },
        ),
    ]
