from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from portal.search.engines.outside import Down, configured
from portal.search.engines.outside.rebuild import rebuild
from portal.search.models import EntryText
from portal.search.rebuild import rebuild_terms


class Command(BaseCommand):
    help = (
        "Refait les index de recherche, celui de la base et celui de SEARCH_URL. La recherche répond pendant ce temps."
    )

    def handle(self, *args, **options):
        count = self.shown("Base", rebuild_terms)
        if configured():
            try:
                count = self.shown("Moteur extérieur", rebuild)
            except Down as failure:
                raise CommandError(f"L’index n’a pas été refait, l’ancien reste en place : {failure}.") from failure
        self.stdout.write(self.style.SUCCESS(f"Recherche refaite : {count} entrées."))

    def shown(self, name, make):
        with tqdm(desc=name, total=EntryText.objects.count(), disable=None, unit="") as bar:
            return make(bar.update)
