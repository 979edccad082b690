from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0002_text")]

    operations = [
        migrations.CreateModel(
            name="CatalogueChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveBigIntegerField(db_index=True)),
                ("part", models.CharField(max_length=40)),
            ],
            options={
                "verbose_name": "changement du catalogue",
                "verbose_name_plural": "changements du catalogue",
            },
        ),
    ]
