
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('onboarding', '0005_remove_sells_food'),
        ('partner', '0008_add_market_columns'),
        ('regions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='sellerapplication',
            name='one_open_application_each',
        ),
        migrations.AddField(
            model_name='sellerapplication',
            name='assignee',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sellerapplication',
            name='taken_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='sellerapplication',
            name='state',
            field=models.CharField(choices=[('draft', 'nháp'), ('submitted', 'chờ xem'), ('in_review', 'đang xem'), ('changes_asked', 'cần bổ sung'), ('approved', 'đã duyệt'), ('rejected', 'từ chối')], default='draft', max_length=15),
        ),
        migrations.AddConstraint(
            model_name='sellerapplication',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'in_review', 'changes_asked'])), fields=('applicant',), name='one_open_application_each'),
        ),
    ]
