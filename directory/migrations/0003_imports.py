import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0002_whole_sheet'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportLock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name': 'verrou des imports',
                'verbose_name_plural': 'verrous des imports',
            },
        ),
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=60, unique=True, verbose_name='source')),
                ('columns', models.JSONField(default=dict, verbose_name='colonnes')),
            ],
            options={
                'verbose_name': 'correspondance des colonnes',
                'verbose_name_plural': 'correspondances des colonnes',
            },
        ),
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=60, verbose_name='source')),
                ('file_name', models.CharField(max_length=200, verbose_name='fichier')),
                ('state', models.CharField(choices=[('prepared', 'à appliquer'), ('done', 'appliqué'), ('failed', 'arrêté, rien n’a été écrit'), ('undone', 'défait')], default='prepared', max_length=10, verbose_name='état')),
                ('live', models.BooleanField(default=False, verbose_name='fiches publiées')),
                ('counts', models.JSONField(default=dict, verbose_name='comptes')),
                ('options', models.JSONField(default=dict, verbose_name='réglages')),
                ('message', models.TextField(blank=True, verbose_name='message')),
                ('file', models.BinaryField(null=True, verbose_name='contenu du fichier')),
                ('started_at', models.DateTimeField(auto_now_add=True, verbose_name='commencé le')),
                ('applied_at', models.DateTimeField(null=True, verbose_name='appliqué le')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='défait le')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='ImportLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('row', models.PositiveIntegerField(verbose_name='ligne')),
                ('action', models.CharField(choices=[('create', 'à créer'), ('change', 'à modifier'), ('unchanged', 'inchangée'), ('refused', 'refusée')], max_length=10, verbose_name='action')),
                ('title', models.CharField(max_length=255, verbose_name='nom')),
                ('page_id', models.PositiveBigIntegerField(null=True, verbose_name='fiche')),
                ('before', models.JSONField(default=dict, verbose_name='avant')),
                ('after', models.JSONField(default=dict, verbose_name='après')),
                ('message', models.TextField(blank=True, verbose_name='message')),
                ('undone', models.TextField(blank=True, verbose_name='défait')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='directory.importrun')),
            ],
            options={
                'verbose_name': 'ligne d’import',
                'verbose_name_plural': 'lignes d’import',
                'ordering': ['row', 'pk'],
                'indexes': [models.Index(fields=['run', 'action', 'row'], name='import_line_by_action')],
            },
        ),
    ]
