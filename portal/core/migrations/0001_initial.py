import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import portal.core.models.user
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Epci',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('siren', models.CharField(max_length=9, unique=True, verbose_name='SIREN')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('slug', models.SlugField(max_length=120, unique=True, verbose_name='identifiant d’adresse')),
                ('outline', models.JSONField(blank=True, editable=False, null=True, verbose_name='contour (géométrie GeoJSON)')),
            ],
            options={
                'verbose_name': 'intercommunalité',
                'verbose_name_plural': 'intercommunalités',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Valley',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='identifiant d’adresse')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
            ],
            options={
                'verbose_name': 'vallée',
                'verbose_name_plural': 'vallées',
                'ordering': ['sort_order', 'name'],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('email', models.EmailField(error_messages={'unique': 'Une personne a déjà un compte avec cette adresse.'}, max_length=254, unique=True, verbose_name='adresse de courriel')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'personne',
                'verbose_name_plural': 'personnes',
                'ordering': ['last_name', 'first_name', 'email'],
            },
            managers=[
                ('objects', portal.core.models.user.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Commune',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_insee', models.CharField(max_length=5, unique=True, verbose_name='code INSEE')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('slug', models.SlugField(help_text='Ne change plus une fois la commune créée.', max_length=80, unique=True, verbose_name='identifiant d’adresse')),
                ('department', models.CharField(choices=[('04', 'Alpes-de-Haute-Provence'), ('05', 'Hautes-Alpes')], max_length=2, verbose_name='département')),
                ('in_territory', models.BooleanField(default=False, verbose_name='dans le territoire du portail')),
                ('postal_codes', models.JSONField(blank=True, default=list, verbose_name='codes postaux')),
                ('population', models.PositiveIntegerField(default=0, verbose_name='population (habitants)')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude de la mairie (degrés)')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude de la mairie (degrés)')),
                ('outline', models.JSONField(blank=True, editable=False, null=True, verbose_name='contour (géométrie GeoJSON)')),
                ('epci', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='communes', to='core.epci', verbose_name='intercommunalité')),
                ('valley', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='communes', to='core.valley', verbose_name='vallée')),
            ],
            options={
                'verbose_name': 'commune',
                'verbose_name_plural': 'communes',
                'ordering': ['slug'],
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='FormerCommune',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code_insee', models.CharField(max_length=5, unique=True, verbose_name='ancien code INSEE')),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('commune', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_communes', to='core.commune', verbose_name='commune actuelle')),
            ],
            options={
                'verbose_name': 'ancienne commune',
                'verbose_name_plural': 'anciennes communes',
                'ordering': ['name', 'code_insee'],
            },
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_unique', violation_error_message='Une personne a déjà un compte avec cette adresse.'),
        ),
        migrations.AddIndex(
            model_name='commune',
            index=models.Index(fields=['in_territory', 'slug'], name='commune_territory_slug'),
        ),
        migrations.AddConstraint(
            model_name='commune',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='commune_point_whole_or_absent'),
        ),
    ]
