from django.core.management.base import BaseCommand, CommandError

from portal.search.engines.outside import Down
from portal.search.engines.outside.check import check


class Command(BaseCommand):
    help = "Compare les index de recherche au catalogue et dit ce qui diffère ; --repair le corrige."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="corrige ce qui diffère")

    def handle(self, *args, repair, **options):
        try:
            found = " ; ".join(check(repair=repair))
        except Down as failure:
            raise CommandError(f"Le moteur de recherche n’a pas pu être comparé : {failure}.") from failure
        if not found:
            self.stdout.write(self.style.SUCCESS("La recherche dit ce que dit le catalogue."))
        elif repair:
            self.stdout.write(self.style.SUCCESS(f"Corrigé : {found}."))
        else:
            raise CommandError(f"{found}. Pour corriger : manage.py check_search --repair")
