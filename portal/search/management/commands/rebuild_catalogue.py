from django.core.management.base import BaseCommand
from tqdm import tqdm
from wagtail.models import Page

from portal.search.rebuild import rebuild


class Command(BaseCommand):
    help = "Récrit le catalogue public d’après les pages. Le site répond pendant ce temps."

    def handle(self, *args, **options):
        with tqdm(desc="Catalogue", total=Page.objects.live().count(), disable=None, unit="") as bar:
            count = rebuild(bar.update)
        self.stdout.write(self.style.SUCCESS(f"Catalogue récrit : {count} pages lues."))
