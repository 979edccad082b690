import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0003_imports'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NotDuplicate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField(auto_now_add=True, verbose_name='dit le')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.structurepage')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.structurepage')),
                ('said_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'paire de structures différentes',
                'verbose_name_plural': 'paires de structures différentes',
                'ordering': ['-said_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('one', 'other'), name='not_duplicate_once'), models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='not_duplicate_in_order')],
            },
        ),
    ]
