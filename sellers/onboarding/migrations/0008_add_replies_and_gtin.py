
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('onboarding', '0007_add_identity'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReplyTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(max_length=300, unique=True, verbose_name='câu trả lời')),
                ('position', models.PositiveSmallIntegerField(default=100, verbose_name='thứ tự')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='sellerapplication',
            name='gtin',
            field=models.CharField(blank=True, db_index=True, max_length=14, verbose_name='mã vạch GTIN của hàng chính'),
        ),
    ]
