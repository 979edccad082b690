import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import modelsearch.index
import portal.core.fields
import taggit.managers
import uuid
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Audience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('slug', models.SlugField(help_text='Il sert dans les adresses (?domaine=reemploi) : mieux vaut ne plus le changer.', verbose_name='identifiant d’adresse')),
                ('description', models.CharField(blank=True, max_length=250, verbose_name='explication')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'public',
                'verbose_name_plural': 'publics',
                'ordering': ['sort_order', 'name'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='FieldOfActivity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('slug', models.SlugField(help_text='Il sert dans les adresses (?domaine=reemploi) : mieux vaut ne plus le changer.', verbose_name='identifiant d’adresse')),
                ('description', models.CharField(blank=True, max_length=250, verbose_name='explication')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'domaine d’activité',
                'verbose_name_plural': 'domaines d’activité',
                'ordering': ['sort_order', 'name'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Label',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('slug', models.SlugField(help_text='Il sert dans les adresses (?domaine=reemploi) : mieux vaut ne plus le changer.', verbose_name='identifiant d’adresse')),
                ('description', models.CharField(blank=True, max_length=250, verbose_name='explication')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'label ou agrément',
                'verbose_name_plural': 'labels et agréments',
                'ordering': ['sort_order', 'name'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='LegalFamily',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='nom')),
                ('slug', models.SlugField(help_text='Il sert dans les adresses (?domaine=reemploi) : mieux vaut ne plus le changer.', verbose_name='identifiant d’adresse')),
                ('description', models.CharField(blank=True, max_length=250, verbose_name='explication')),
                ('sort_order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'famille juridique',
                'verbose_name_plural': 'familles juridiques',
                'ordering': ['sort_order', 'name'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='PortalImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', portal.core.fields.PictureField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='fichier', width_field='width')),
                ('description', models.CharField(blank=True, default='', help_text='Ce que l’image montre, en une phrase, pour qui ne la voit pas.', max_length=255, verbose_name='texte de remplacement')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('is_decorative', models.BooleanField(default=False, help_text='Elle n’apporte aucune information : les lecteurs d’écran la passeront.', verbose_name='image décorative')),
                ('credit', models.CharField(blank=True, help_text='Qui a pris la photo ou fait le dessin.', max_length=200, verbose_name='crédit')),
                ('licence', models.CharField(choices=[('own', 'Nos photos, tous droits réservés'), ('cc-by', 'Creative Commons BY 4.0'), ('cc-by-sa', 'Creative Commons BY-SA 4.0'), ('public-domain', 'Domaine public ou CC0'), ('lent', 'Prêtée pour ce site seulement')], default='own', max_length=20, verbose_name='licence')),
                ('consent', models.CharField(choices=[('nobody', 'On ne reconnaît personne'), ('given', 'Les personnes reconnaissables ont donné leur accord écrit'), ('unknown', 'Accord à demander')], default='unknown', help_text='Une photo où l’on reconnaît quelqu’un ne se publie qu’avec son accord.', max_length=10, verbose_name='accord des personnes visibles')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'image',
                'verbose_name_plural': 'images',
                'permissions': [('choose_image', 'Can choose image')],
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='PortalRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='core.portalimage')),
            ],
            options={
                'verbose_name': 'copie d’image',
                'verbose_name_plural': 'copies d’images',
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
        migrations.AlterUniqueTogether(
            name='audience',
            unique_together={('slug', 'locale'), ('translation_key', 'locale')},
        ),
        migrations.AlterUniqueTogether(
            name='fieldofactivity',
            unique_together={('slug', 'locale'), ('translation_key', 'locale')},
        ),
        migrations.AlterUniqueTogether(
            name='label',
            unique_together={('slug', 'locale'), ('translation_key', 'locale')},
        ),
        migrations.AlterUniqueTogether(
            name='legalfamily',
            unique_together={('slug', 'locale'), ('translation_key', 'locale')},
        ),
        migrations.AddConstraint(
            model_name='portalrendition',
            constraint=models.UniqueConstraint(fields=('image', 'filter_spec', 'focal_point_key'), name='rendition_unique'),
        ),
    ]
