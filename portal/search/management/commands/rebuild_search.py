from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from portal.search.engines.outside import Down, configured
from portal.search.engines.outside.rebuild import rebuild
from portal.search.models import Entry


class Command(BaseCommand):
    help = "Refait l’index du moteur de recherche extérieur (SEARCH_URL). L’ancien répond pendant ce temps."

    def handle(self, *args, **options):
        if not configured():
            raise CommandError("SEARCH_URL ne nomme pas de moteur extérieur : manage.py rebuild_catalogue suffit.")
        try:
            with tqdm(desc="Recherche", total=Entry.objects.listed().count(), disable=None, unit="") as bar:
                count = rebuild(bar.update)
        except Down as failure:
            raise CommandError(f"L’index n’a pas été refait, l’ancien reste en place : {failure}.") from failure
        self.stdout.write(self.style.SUCCESS(f"Index refait : {count} entrées."))
